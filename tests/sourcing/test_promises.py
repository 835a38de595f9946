"""Promises: from stock now, from dated supply later, unknown otherwise; no incoming unit is promised twice."""

from datetime import UTC, date, datetime, timedelta

from ordino.sourcing.decide.promises import PromiseSlip, Supply, SupplyPool, order_promise, promise_lines, slips
from ordino.sourcing.decide.rows import PlannedAllocation, PlannedBackorder

A, L1 = 1, 1
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class TwoDaysTransit:
    """Ships on the day it is ready and arrives two days later."""

    def ship_by(self, location_id: int, ready_at: datetime) -> date:
        return ready_at.date()

    def deliver_by(self, location_id: int, ship_by: date) -> date:
        return ship_by + timedelta(days=2)


def supply(day: int, quantity: int = 10) -> Supply:
    return Supply(77, A, L1, quantity, datetime(2026, 3, day, 8, 0, tzinfo=UTC))


def test_scenario_24_stock_now_supply_later_and_a_slip_is_seen() -> None:
    allocated, waiting = [PlannedAllocation(1, A, L1, 2)], [PlannedBackorder(1, A, 3)]
    promises = promise_lines(allocated, waiting, SupplyPool([supply(12)]), TwoDaysTransit(), NOW)
    assert [(p.part, p.quantity, p.source, p.deliver_by, p.incoming_id) for p in promises] == [
        (1, 2, "stock", date(2026, 3, 3), None),
        (2, 3, "incoming", date(2026, 3, 14), 77),
    ]
    assert order_promise(promises) == date(2026, 3, 14)

    slipped = promise_lines(allocated, waiting, SupplyPool([supply(20)]), TwoDaysTransit(), NOW)
    assert order_promise(slipped) == date(2026, 3, 22)
    assert slips(promises, slipped) == (PromiseSlip(1, date(2026, 3, 14), date(2026, 3, 22)),)
    assert slips(slipped, promises) == ()


def test_incoming_units_are_promised_once() -> None:
    pool = SupplyPool([supply(12, quantity=4)])
    first = promise_lines([], [PlannedBackorder(1, A, 3)], pool, TwoDaysTransit(), NOW)
    second = promise_lines([], [PlannedBackorder(1, A, 3)], pool, TwoDaysTransit(), NOW)
    assert [(p.quantity, p.source) for p in first] == [(3, "incoming")]
    assert [(p.quantity, p.source) for p in second] == [(1, "incoming"), (2, "unknown")]
    assert order_promise(second) is None


def test_overdue_supply_counts_from_now() -> None:
    late = Supply(78, A, L1, 1, datetime(2026, 2, 20, tzinfo=UTC))
    (promise,) = promise_lines([], [PlannedBackorder(1, A, 1)], SupplyPool([late]), TwoDaysTransit(), NOW)
    assert (promise.deliver_by, promise.reasons) == (date(2026, 3, 3), ("no_stock", "incoming_overdue"))


def test_a_date_that_becomes_unknown_is_a_slip() -> None:
    known = promise_lines([], [PlannedBackorder(1, A, 1)], SupplyPool([supply(12)]), TwoDaysTransit(), NOW)
    unknown = promise_lines([], [PlannedBackorder(1, A, 1)], SupplyPool(), TwoDaysTransit(), NOW)
    assert slips(known, unknown) == (PromiseSlip(1, date(2026, 3, 14), None),)
