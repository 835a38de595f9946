"""Shipping options from rate tables."""

from datetime import date

import pytest
from msgspec.structs import replace

from ordino.kernel.time import WorkingCalendar
from ordino.network.decide.calendar import Calendar
from ordino.network.decide.rate import ParcelSize, RateRow, cheapest_in_time, shipping_options


def rate(service: str, grams: int, amount: int, days: int, *, to: str = "DE", currency: str = "EUR") -> RateRow:
    service_id = {"economy": 1, "standard": 2, "express": 3}[service]
    return RateRow(service_id, "acme", service, "GB", to, grams, amount, currency, days)


RATES = [
    rate("economy", 2_000, 450, 7),
    rate("economy", 10_000, 900, 7),
    rate("standard", 2_000, 600, 3),
    rate("standard", 10_000, 1_200, 3),
    rate("express", 5_000, 2_500, 1),
    rate("express", 5_000, 2_100, 1, to="FR"),
    rate("express", 5_000, 2_200, 1, currency="GBP"),
]


def options(weight_grams: int) -> list[RateRow]:
    return shipping_options(
        RATES, from_country="GB", to_country="DE", parcels=[ParcelSize(weight_grams)], currency="EUR"
    )


@pytest.mark.parametrize(
    ("weight_grams", "expected"),
    [
        (0, [("economy", 450), ("standard", 600), ("express", 2_500)]),
        (2_000, [("economy", 450), ("standard", 600), ("express", 2_500)]),
        (2_001, [("economy", 900), ("standard", 1_200), ("express", 2_500)]),
        (5_001, [("economy", 900), ("standard", 1_200)]),
        (10_001, []),
    ],
)
def test_each_service_offers_its_smallest_step_that_carries_the_weight(weight_grams: int, expected: list[object]):
    assert [(option.service, option.amount_minor) for option in options(weight_grams)] == expected


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (date(2026, 3, 9), "economy"),
        (date(2026, 3, 8), "standard"),
        (date(2026, 3, 4), "express"),
        (date(2026, 3, 2), None),
    ],
)
def test_the_cheapest_option_that_is_in_time_is_taken(deadline: date, expected: str | None):
    found = cheapest_in_time(options(1_000), shipped_on=date(2026, 3, 2), deadline=deadline)

    assert (found.service if found else None) == expected


def test_a_weekend_at_the_destination_makes_the_cheap_option_late():
    weekdays = Calendar(WorkingCalendar.of([1, 2, 3, 4, 5]))

    found = cheapest_in_time(
        options(1_000), shipped_on=date(2026, 3, 6), deadline=date(2026, 3, 10), destination=weekdays
    )

    assert found is not None
    assert found.service == "express"


@pytest.mark.parametrize(
    ("parcel", "divisor", "billed"),
    [
        (ParcelSize(1_000, 400, 300, 200), 5_000, 4_800),
        (ParcelSize(1_000, 400, 300, 200), 6_000, 4_000),
        (ParcelSize(5_500, 400, 300, 200), 5_000, 5_500),
        (ParcelSize(1, 101, 100, 100), 5_000, 202),
        (ParcelSize(1, 101, 101, 100), 5_000, 205),
        (ParcelSize(1_000, 400, 300, 200), None, 1_000),
        (ParcelSize(1_000, 400, 0, 200), 5_000, 1_000),
    ],
)
def test_the_billed_weight_is_the_greater_of_weight_and_volume_over_the_divisor(
    parcel: ParcelSize, divisor: int | None, billed: int
):
    assert parcel.billed_grams(divisor) == billed


def test_a_light_large_parcel_needs_a_higher_step_where_the_service_bills_by_size():
    by_size = [replace(row, volume_divisor=5_000) if row.service == "economy" else row for row in RATES]
    large = [ParcelSize(1_000, 400, 300, 200)]

    found = shipping_options(by_size, from_country="GB", to_country="DE", parcels=large, currency="EUR")

    assert [(option.service, option.amount_minor) for option in found] == [
        ("standard", 600),
        ("economy", 900),
        ("express", 2_500),
    ]
    assert [option.billed_grams(large) for option in found] == [1_000, 4_800, 1_000]


def test_parcels_that_travel_together_are_billed_each_by_its_own_weight_or_size():
    by_size = replace(rate("economy", 10_000, 900, 7), volume_divisor=5_000)

    assert by_size.billed_grams([ParcelSize(1_000, 400, 300, 200), ParcelSize(3_000, 100, 100, 100)]) == 7_800
