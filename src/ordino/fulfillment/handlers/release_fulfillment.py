"""Let locations begin with what was planned: what is still allocated there is taken up."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import ReleaseFulfillment
from ordino.fulfillment.decide.progress import LineRow
from ordino.fulfillment.events import FulfillmentCanceled, FulfillmentReleased
from ordino.fulfillment.work import FulfillmentOrderRow, Work
from ordino.inventory.allocations import allocations_of_orders
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


class _FreeUnits:
    """The free units of the batch's orders, as they are taken up one plan after the other."""

    def __init__(self, unit: Unit, order_ids: Sequence[int]) -> None:
        rows = allocations_of_orders(unit, order_ids) if order_ids else []
        self._left = {(row.order_id, row.line_number, row.location_id): row.free for row in rows}

    def take(self, order: FulfillmentOrderRow, line: LineRow) -> int:
        key = order.order_id, line.line_number, order.location_id
        quantity = min(line.quantity, self._left.get(key, 0))
        if quantity:
            self._left[key] -= quantity
        return quantity


@handles(ReleaseFulfillment)
def release_fulfillment(unit: Unit, commands: Sequence[ReleaseFulfillment]) -> list[Decision]:
    """Lines under a hold are left out; where nothing of the plan is there any more, it is canceled."""
    work = Work.locked(unit, (command.fulfillment_order_id for command in commands))
    free = _FreeUnits(unit, sorted({row.order_id for row in work.orders()}))
    decisions: list[Decision] = []
    for command in commands:
        row = work.permitted(command.fulfillment_order_id, command.kind())
        if not isinstance(row, Problem):
            row = work.hold_problem(row, ()) or row
        decisions.append(Refused(row) if isinstance(row, Problem) else _release(work, row, free))
    work.write()
    return decisions


def _release(work: Work, row: FulfillmentOrderRow, free: _FreeUnits) -> Decision:
    held = work.held_lines(row)
    released = []
    for line in work.lines(row.id):
        quantity = 0 if line.line_number in held else free.take(row, line)
        if quantity != line.quantity:
            work.change(replace(line, quantity=quantity))
        if quantity:
            work.move(line, "allocated", "released", quantity)
            released.append(line.units(quantity))
    work.derive_state(row.id)
    if not released:
        return work.done(row.id, FulfillmentCanceled(order_id=row.order_id, fulfillment_order_id=row.id))
    event = FulfillmentReleased(
        order_id=row.order_id,
        fulfillment_order_id=row.id,
        location_id=row.location_id,
        location=row.location,
        lines=tuple(released),
        method=row.method,
    )
    return work.done(row.id, event)
