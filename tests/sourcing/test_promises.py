"""Promises: from stock now, from dated supply later, unknown otherwise; no incoming unit is promised twice."""

from datetime import UTC, date, datetime, timedelta

from ordino.sourcing.decide.promises import (
    Promise,
    PromiseSlip,
    Supply,
    SupplyPool,
    hand_over,
    order_promise,
    promise_lines,
    readdress,
    refit,
    slips,
)
from ordino.sourcing.decide.rows import PlannedAllocation, PlannedBackorder

A, L1, L2 = 1, 1, 2
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class TwoDaysTransit:
    """Ships on the day it is ready and arrives two days later."""

    def ship_by(self, location_id: int, ready_at: datetime) -> date:
        return ready_at.date()

    def deliver_by(self, location_id: int, ship_by: date) -> date:
        return ship_by + timedelta(days=2)


def supply(day: int, quantity: int = 10) -> Supply:
    return Supply("incoming", 77, A, L1, quantity, datetime(2026, 3, day, 8, 0, tzinfo=UTC))


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
    late = Supply("incoming", 78, A, L1, 1, datetime(2026, 2, 20, tzinfo=UTC))
    (promise,) = promise_lines([], [PlannedBackorder(1, A, 1)], SupplyPool([late]), TwoDaysTransit(), NOW)
    assert (promise.deliver_by, promise.reasons) == (date(2026, 3, 3), ("no_stock", "incoming_overdue"))


def test_a_date_that_becomes_unknown_is_a_slip() -> None:
    known = promise_lines([], [PlannedBackorder(1, A, 1)], SupplyPool([supply(12)]), TwoDaysTransit(), NOW)
    unknown = promise_lines([], [PlannedBackorder(1, A, 1)], SupplyPool(), TwoDaysTransit(), NOW)
    assert slips(known, unknown) == (PromiseSlip(1, date(2026, 3, 14), None),)


def parts(promises: tuple[Promise, ...]) -> list[tuple[int, int, str, int | None, date | None]]:
    return [(row.part, row.quantity, row.source, row.location_id, row.deliver_by) for row in promises]


def two_places_and_a_wait() -> tuple[Promise, ...]:
    allocated = [PlannedAllocation(1, A, L1, 4), PlannedAllocation(1, A, L2, 3)]
    return promise_lines(allocated, [PlannedBackorder(1, A, 2)], SupplyPool([supply(12, 1)]), TwoDaysTransit(), NOW)


def test_units_are_taken_from_the_part_of_their_location() -> None:
    after = refit(two_places_and_a_wait(), given_back={L1: 3}, added=())
    assert parts(after) == [(1, 1, "stock", L1, date(2026, 3, 3)), (2, 3, "stock", L2, date(2026, 3, 3))]


def test_what_has_left_keeps_its_date_when_the_rest_goes_elsewhere() -> None:
    class FiveDaysTransit(TwoDaysTransit):
        def deliver_by(self, location_id: int, ship_by: date) -> date:
            return ship_by + timedelta(days=5)

    after = readdress(two_places_and_a_wait(), {L1: 1, L2: 3}, FiveDaysTransit())
    assert parts(after) == [
        (1, 3, "stock", L1, date(2026, 3, 3)),
        (2, 1, "stock", L1, date(2026, 3, 6)),
        (3, 3, "stock", L2, date(2026, 3, 6)),
        (4, 1, "incoming", L1, date(2026, 3, 17)),
        (5, 1, "unknown", None, None),
    ]


def test_units_that_go_to_another_line_take_the_dates_of_their_location_with_them() -> None:
    kept, gone = hand_over(two_places_and_a_wait(), (), to_line=9, allocated={L2: 2}, backordered=1)
    assert parts(kept) == [
        (1, 4, "stock", L1, date(2026, 3, 3)),
        (2, 1, "stock", L2, date(2026, 3, 3)),
        (3, 1, "incoming", L1, date(2026, 3, 14)),
    ]
    assert parts(gone) == [(1, 2, "stock", L2, date(2026, 3, 3)), (2, 1, "unknown", None, None)]
    assert {row.line_number for row in gone} == {9}


def test_units_on_their_way_from_another_location_are_supply_like_any_other() -> None:
    on_its_way = Supply("transit", 5, A, L2, 2, datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    promises = promise_lines(
        [], [PlannedBackorder(1, A, 3)], SupplyPool([supply(12), on_its_way]), TwoDaysTransit(), NOW
    )
    assert parts(promises) == [
        (1, 2, "transit", L2, date(2026, 3, 6)),
        (2, 1, "incoming", L1, date(2026, 3, 14)),
    ]
    assert [(row.transfer_id, row.incoming_id, row.reasons[1]) for row in promises] == [
        (5, None, "transit_expected"),
        (None, 77, "incoming_expected"),
    ]
