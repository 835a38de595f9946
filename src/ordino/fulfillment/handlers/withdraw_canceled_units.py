"""Canceled units are taken off fulfillment orders; the lines' buckets, moved by whoever canceled, say what is left."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import Planned, WithdrawCanceledUnits
from ordino.fulfillment.decide.progress import LineRow, state_of
from ordino.fulfillment.decide.withdraw import Withdrawn, withdraw
from ordino.fulfillment.events import UnitsWithdrawn
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.work import FulfillmentOrderRow, Work
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Done, Record, StreamEvent
from ordino.orders.events import order_stream

STATES = ("planned", "released", "picking")


class _LineBuckets(Record, frozen=True):
    order_id: int
    number: int
    allocated: int
    released: int


@handles(WithdrawCanceledUnits)
def withdraw_canceled_units(unit: Unit, commands: Sequence[WithdrawCanceledUnits]) -> list[Decision]:
    """Each order once; it follows a cancellation, which has locked the orders."""
    order_ids = possible_keys(command.order_id for command in commands)
    unit.fetch_values(SQL.lock_orders, order_ids=order_ids)
    work = Work.of_orders(unit, order_ids, STATES)
    if not work.orders():
        return [Done(Planned(order_id=command.order_id, fulfillment_order_ids=(), quantity=0)) for command in commands]
    rows = unit.fetch(SQL.select_line_buckets, _LineBuckets, order_ids=order_ids)
    buckets = {(row.order_id, row.number): row for row in rows}
    events: dict[int, list[UnitsWithdrawn]] = {}
    for order_id in order_ids:
        events[order_id] = _withdraw(work, order_id, buckets)
    decisions: list[Decision] = [_done(command.order_id, events.pop(command.order_id, [])) for command in commands]
    work.write()
    return decisions


def _withdraw(work: Work, order_id: int, buckets: Mapping[tuple[int, int], _LineBuckets]) -> list[UnitsWithdrawn]:
    parts: dict[tuple[int, bool], list[LineRow]] = {}
    for row in work.orders():
        if row.order_id == order_id:
            for line in work.lines(row.id):
                parts.setdefault((line.line_number, row.state == "planned"), []).append(line)
    lost: dict[int, list[Withdrawn]] = {}
    for (number, is_planned), lines in sorted(parts.items()):
        bucket = buckets[order_id, number]
        for withdrawn in withdraw(lines, bucket.allocated if is_planned else bucket.released):
            lost.setdefault(withdrawn.line.fulfillment_order_id, []).append(withdrawn)
            _take_off(work, withdrawn, is_planned=is_planned)
    return [_withdrawn(work, work.order(key), rows) for key, rows in sorted(lost.items())]


def _take_off(work: Work, withdrawn: Withdrawn, *, is_planned: bool) -> None:
    line, quantity = withdrawn.line, withdrawn.quantity
    work.change(replace(line, quantity=line.quantity - quantity, withdrawn=line.withdrawn + quantity))
    if not is_planned:
        work.let_go(line, quantity)


def _withdrawn(work: Work, row: FulfillmentOrderRow, lost: Sequence[Withdrawn]) -> UnitsWithdrawn:
    state = state_of(work.lines(row.id))
    if row.state != "planned" or state == "canceled":
        work.set_state(row.id, state)
    return UnitsWithdrawn(
        order_id=row.order_id,
        fulfillment_order_id=row.id,
        location_id=row.location_id,
        location=row.location,
        lines=tuple(one.line.units(one.quantity) for one in lost),
    )


def _done(order_id: int, events: Sequence[UnitsWithdrawn]) -> Done:
    result = Planned(
        order_id=order_id,
        fulfillment_order_ids=tuple(event.fulfillment_order_id for event in events),
        quantity=sum(units.quantity for event in events for units in event.lines),
    )
    return Done(result, tuple(StreamEvent(order_stream(order_id), event) for event in events))
