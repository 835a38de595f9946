"""Shipping options from rate tables."""

from datetime import date

import pytest

from ordino.kernel.time import WorkingCalendar
from ordino.network.decide.calendar import Calendar
from ordino.network.decide.rate import RateRow, cheapest_in_time, shipping_options


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
    return shipping_options(RATES, from_country="GB", to_country="DE", weight_grams=weight_grams, currency="EUR")


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
