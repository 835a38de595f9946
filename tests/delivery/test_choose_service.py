"""Which service carries a parcel, and why not the others."""

from datetime import date

from msgspec.structs import replace

from ordino.delivery.decide.choose_service import Candidate, ChosenService, ShippingNeed, choose_service
from ordino.delivery.problems import NoServiceCarries
from ordino.network.decide.rate import ParcelSize, RateRow

MONDAY = date(2026, 3, 2)
NEED = ShippingNeed("GB", "GB", (ParcelSize(1_500),), "GBP", MONDAY, date(2026, 3, 4))


def rate(carrier: str, service: str, cost: int, days: int, *, up_to: int = 2_000, key: int = 0) -> RateRow:
    return RateRow(key or hash((carrier, service)), carrier, service, "GB", "GB", up_to, cost, "GBP", days)


POST = rate("POST", "ECONOMY", 300, 5)
PARCEL = rate("PARCEL", "STANDARD", 450, 2)
EXPRESS = rate("PARCEL", "EXPRESS", 900, 1)


def test_the_cheapest_that_keeps_the_promise_and_the_reason_of_each() -> None:
    chosen = choose_service(NEED, [EXPRESS, POST, PARCEL])

    assert chosen == ChosenService(
        "PARCEL",
        "STANDARD",
        450,
        date(2026, 3, 4),
        (
            Candidate("POST", "ECONOMY", 300, "GBP", date(2026, 3, 7), False, "arrives after the promised day", 1_500),
            Candidate("PARCEL", "STANDARD", 450, "GBP", date(2026, 3, 4), True, "cheapest in time", 1_500),
            Candidate("PARCEL", "EXPRESS", 900, "GBP", date(2026, 3, 3), False, "costs more", 1_500),
        ),
    )


def test_without_a_promise_the_cheapest() -> None:
    chosen = choose_service(replace(NEED, deadline=None), [EXPRESS, POST, PARCEL])

    assert isinstance(chosen, ChosenService)
    assert (chosen.carrier, chosen.service) == ("POST", "ECONOMY")


def test_where_none_is_in_time_the_fastest() -> None:
    chosen = choose_service(replace(NEED, deadline=MONDAY), [EXPRESS, POST, PARCEL])

    assert isinstance(chosen, ChosenService)
    assert [(row.service, row.reason) for row in chosen.candidates] == [
        ("ECONOMY", "arrives after the promised day"),
        ("STANDARD", "arrives after the promised day"),
        ("EXPRESS", "none is in time: the fastest"),
    ]


def test_only_what_was_asked_for_is_weighed() -> None:
    chosen = choose_service(replace(NEED, carrier="PARCEL", service="EXPRESS"), [EXPRESS, POST, PARCEL])

    assert isinstance(chosen, ChosenService)
    assert [(row.service, row.chosen) for row in chosen.candidates] == [("EXPRESS", True)]


def test_the_smallest_step_that_bears_the_weight() -> None:
    steps = [rate("POST", "P", 300, 1, up_to=1_000, key=7), rate("POST", "P", 500, 1, up_to=5_000, key=7)]

    chosen = choose_service(NEED, steps)

    assert isinstance(chosen, ChosenService)
    assert chosen.cost_minor == 500


def test_too_heavy_for_every_table_is_refused_with_what_would_help() -> None:
    problem = choose_service(replace(NEED, parcels=(ParcelSize(2_001),)), [POST, PARCEL])

    assert isinstance(problem, NoServiceCarries)
    assert problem.detail() == (
        "No service asked for carries 2001 g from GB to GB at a price in GBP; pack smaller parcels, "
        "name carrier and service, or give a carrier a rate (Settings, Carriers)."
    )


def test_a_service_named_by_hand_needs_no_rate() -> None:
    chosen = choose_service(replace(NEED, carrier="BIKE", service="SAME DAY"), [POST])

    assert chosen == ChosenService("BIKE", "SAME DAY", None, None, ())
