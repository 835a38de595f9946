"""Writing decided changes of orders: one statement for each table, for any number of changes."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders import buckets
from ordino.orders.decide.change_order import DecidedChange
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, write_states
from ordino.orders.locking import LockedOrder
from ordino.orders.pending import PendingOrders
from ordino.orders.write_placement import line_row
from ordino.orders.write_rows import ClosedHold, HoldRow, TotalRow, WaivedCharge


class Changed(Record, frozen=True):
    """A decided change of a locked order, with the numbers of the holds it opens."""

    order: LockedOrder
    change: DecidedChange
    hold_ids: tuple[int, ...]

    def order_after(self) -> LockedOrder:
        change = self.change
        after = structs.replace(
            self.order, state=change.state, total_minor=change.after.total_minor, version=self.order.version + 1
        )
        if change.ship_to is None:
            return after
        return structs.replace(after, ship_to=msgspec.json.encode(change.ship_to).decode())


class _ChosenRow(Record, frozen=True):
    order_id: int
    line_number: int
    sku_id: int
    sku: str
    shippable: bool


def write_changes(unit: Unit, changed: Sequence[Changed]) -> None:
    """Write lines, buckets, charges, totals, holds and states; of an order changed twice, what the last one left."""
    if not changed:
        return
    added = [line_row(item.order.id, line) for item in changed for line in item.change.added]
    unit.pending(PendingOrders).add_lines(added)
    chosen = [
        _ChosenRow(item.order.id, line.line_number, line.sku_id, line.sku, line.shippable)
        for item in changed
        for line in item.change.chosen
    ]
    unit.write(SQL.choose_skus, chosen)
    buckets.move(unit, [move for item in changed for move in _moves(item)])
    waived = [WaivedCharge(item.order.id, number) for item in changed for number in item.change.canceled_charges]
    unit.write(SQL.cancel_charges, waived)
    unit.write(SQL.set_totals, list(_totals(changed).values()))
    _write_holds(unit, changed)
    write_states(unit, [Change(item.order.id, item.change.state) for item in changed])


def _moves(item: Changed) -> Iterator[buckets.BucketMove]:
    for units in item.change.canceled:
        yield buckets.BucketMove(item.order.id, units.line_number, units.bucket, "canceled", units.quantity)
    for line in item.change.chosen:
        if not line.shippable:
            yield buckets.BucketMove(item.order.id, line.line_number, "unsourced", "allocated", line.quantity)


def _totals(changed: Sequence[Changed]) -> dict[int, TotalRow]:
    totals: dict[int, TotalRow] = {}
    for item in changed:
        order_id, ship_to = item.order.id, item.change.ship_to
        if ship_to is None and order_id in totals:
            ship_to = totals[order_id].ship_to
        totals[order_id] = TotalRow(order_id, item.change.after.total_minor, ship_to)
    return totals


def _write_holds(unit: Unit, changed: Sequence[Changed]) -> None:
    opened = [
        HoldRow(hold_id, item.order.id, hold.line_number, hold.scope, hold.reason, hold.detail, "", hold.due_at)
        for item in changed
        for hold_id, hold in zip(item.hold_ids, item.change.opened, strict=True)
    ]
    unit.write(SQL.insert_holds, opened, now=unit.now, opened_by=unit.actor.name)
    released = [ClosedHold(hold.hold_id, "released", hold.note) for item in changed for hold in item.change.released]
    unit.write(SQL.close_holds, released, now=unit.now, closed_by=unit.actor.name)
