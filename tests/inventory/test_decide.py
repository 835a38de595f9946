"""Rules of availability, alerts and counts, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from ordino.inventory.decide.alerts import AlertPolicy, StockFigures, alerts
from ordino.inventory.decide.availability import (
    PromiseStep,
    available_to_channel,
    available_to_promise,
    promise_steps,
)
from ordino.inventory.decide.counts import judge_count
from ordino.inventory.rows import ComingRow, LevelRow, ReservationRow

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUARTER = NOW + timedelta(minutes=15)


def level(on_hand: int, *, reserved: int = 0, allocated: int = 0, unavailable: int = 0, safety: int = 0) -> LevelRow:
    return LevelRow(1, 1, on_hand, reserved, allocated, unavailable, safety)


def test_available_is_what_is_on_hand_and_neither_promised_nor_unfit() -> None:
    assert level(10, reserved=1, allocated=2, unavailable=3).available == 4


def test_what_may_be_promised_grows_with_what_comes_and_never_falls_below_zero() -> None:
    coming = [ComingRow(1, 1, 10, NOW + timedelta(days=10), "incoming/1")]
    assert available_to_promise(2, 5, coming, NOW) == 0
    assert available_to_promise(2, 5, coming, NOW + timedelta(days=10)) == 7


def test_steps_leave_out_moments_that_change_nothing() -> None:
    first, second = NOW + timedelta(days=1), NOW + timedelta(days=2)
    coming = [ComingRow(1, 1, 3, first, "incoming/1"), ComingRow(1, 1, 4, second, "incoming/2")]
    assert promise_steps(0, 5, coming, NOW) == [PromiseStep(NOW, 0), PromiseStep(second, 2)]


def test_what_should_have_come_is_still_counted_on() -> None:
    late = [ComingRow(1, 1, 3, NOW - timedelta(days=1), "incoming/1")]
    assert promise_steps(1, 0, late, NOW) == [PromiseStep(NOW, 4)]


def test_a_channel_sees_each_locations_surplus_less_its_buffer() -> None:
    levels = [level(10, safety=4), level(2, safety=5)]
    assert available_to_channel(levels, 0) == 6
    assert available_to_channel(levels, 2) == 4
    assert available_to_channel(levels, 9) == 0


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (StockFigures(available=0, on_hand=0, safety_stock=0, demand=5, days=90, days_on_hand=90), ("stock_out",)),
        (StockFigures(available=0, on_hand=8, safety_stock=2, demand=0, days=90, days_on_hand=90), ("stock_out",)),
        (StockFigures(available=0, on_hand=0, safety_stock=0, demand=0, days=90, days_on_hand=0), ()),
        (StockFigures(available=4, on_hand=9, safety_stock=5, demand=9, days=90, days_on_hand=90), ("low",)),
        (StockFigures(available=5, on_hand=9, safety_stock=5, demand=9, days=90, days_on_hand=90), ()),
        (StockFigures(available=9, on_hand=9, safety_stock=0, demand=0, days=90, days_on_hand=90), ("dead",)),
        (StockFigures(available=9, on_hand=9, safety_stock=0, demand=0, days=90, days_on_hand=89), ()),
        (StockFigures(available=200, on_hand=200, safety_stock=0, demand=100, days=90, days_on_hand=90), ()),
        (StockFigures(available=201, on_hand=201, safety_stock=0, demand=100, days=90, days_on_hand=90), ("over",)),
    ],
)
def test_alerts_name_what_is_wrong(figures: StockFigures, expected: tuple[str, ...]) -> None:
    assert alerts(figures, AlertPolicy()) == expected


@pytest.mark.parametrize(
    ("counted", "change", "released", "shortfall"),
    [
        (11, 1, 0, 0),
        (10, 0, 0, 0),
        (8, -2, 0, 0),
        (7, -3, 1, 0),
        (4, -6, 2, 0),
        (1, -6, 2, 3),
        (0, -6, 2, 4),
    ],
)
def test_a_count_takes_from_free_units_then_reservations_then_orders(
    counted: int, change: int, released: int, shortfall: int
) -> None:
    reservations = [ReservationRow(number, "cart", 1, 1, 2, "active", QUARTER) for number in (1, 2)]
    outcome = judge_count(standing=10, free=2, counted=counted, reservations=reservations)
    assert (outcome.change, len(outcome.released), outcome.shortfall) == (change, released, shortfall)
