"""Cancel orders, and expire those that were not paid in time: every open unit and every charge leaves."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import Problem
from ordino.orders import buckets
from ordino.orders.commands import CancelOrder, ExpireOrder
from ordino.orders.decide.leaving_units import CANCELABLE_BUCKETS, being_fulfilled
from ordino.orders.events import OrderCanceled, OrderExpired
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.problems import StillPayable
from ordino.orders.reading import OrderLine, charges_of, lines_of, open_holds_of
from ordino.orders.rows import LeavingUnits
from ordino.orders.write_rows import ClosedHold, TotalRow, WaivedCharge


class _Ending(Record, frozen=True):
    """An order that ends: what leaves it."""

    order: LockedOrder
    leaving: tuple[LeavingUnits, ...]


@handles(CancelOrder)
def cancel_orders(unit: Unit, commands: Sequence[CancelOrder]) -> list[Decision]:
    """Cancel each order of which nothing is being fulfilled."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines = lines_of(unit, list(orders))
    endings: list[_Ending] = []
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, CancelOrder, expected_version=command.expected_version)
        if not isinstance(order, Problem):
            order = being_fulfilled(lines.get(order.id, ()), CANCELABLE_BUCKETS) or order
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        ended = _end(order, "canceled", lines.get(order.id, ()))
        orders[order.id] = ended.order
        endings.append(ended)
        canceled = OrderCanceled(order_id=order.id, reason=command.reason, canceled=ended.leaving)
        decisions.append(done_with(ended.order, canceled))
    _write(unit, endings, "canceled with the order")
    return decisions


@handles(ExpireOrder)
def expire_orders(unit: Unit, commands: Sequence[ExpireOrder]) -> list[Decision]:
    """End each placed order whose time to pay has run out."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines = lines_of(unit, list(orders))
    unpaid = set(unit.fetch_values(SQL.select_unpaid, order_ids=list(orders), now=unit.now))
    endings: list[_Ending] = []
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, ExpireOrder)
        if not isinstance(order, Problem) and order.id not in unpaid:
            order = StillPayable(order_id=order.id)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        ended = _end(order, "expired", lines.get(order.id, ()))
        orders[order.id] = ended.order
        endings.append(ended)
        decisions.append(done_with(ended.order, OrderExpired(order_id=order.id, canceled=ended.leaving)))
    _write(unit, endings, "expired with the order")
    return decisions


def _end(order: LockedOrder, state: str, lines: Sequence[OrderLine]) -> _Ending:
    leaving = tuple(
        LeavingUnits(line.number, bucket, getattr(line, bucket))
        for line in lines
        for bucket in CANCELABLE_BUCKETS
        if getattr(line, bucket)
    )
    return _Ending(structs.replace(order, state=state, version=order.version + 1, total_minor=0), leaving)


def _write(unit: Unit, endings: Sequence[_Ending], note: str) -> None:
    if not endings:
        return
    order_ids = [ended.order.id for ended in endings]
    buckets.move(
        unit,
        [
            buckets.BucketMove(ended.order.id, units.line_number, units.bucket, "canceled", units.quantity)
            for ended in endings
            for units in ended.leaving
        ],
    )
    charges = charges_of(unit, order_ids)
    waived = {(part.order_id, part.charge_number) for parts in charges.values() for part in parts if not part.canceled}
    unit.write(SQL.cancel_charges, [WaivedCharge(*key) for key in sorted(waived)])
    unit.write(SQL.set_totals, [TotalRow(order_id, 0) for order_id in order_ids])
    holds = [hold for holds in open_holds_of(unit, order_ids).values() for hold in holds]
    rows = [ClosedHold(hold.id, "expired", note) for hold in holds]
    unit.write(SQL.close_holds, rows, now=unit.now, closed_by=unit.actor.name)
    write_states(unit, [Change(ended.order.id, ended.order.state) for ended in endings])
