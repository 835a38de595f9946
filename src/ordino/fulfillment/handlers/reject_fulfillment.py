"""A location refuses: its units are only allocated again, and what follows sources them elsewhere."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import RejectFulfillment
from ordino.fulfillment.events import FulfillmentRejected
from ordino.fulfillment.work import Work
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(RejectFulfillment)
def reject_fulfillment(unit: Unit, commands: Sequence[RejectFulfillment]) -> list[Decision]:
    work = Work.locked(unit, (command.fulfillment_order_id for command in commands))
    decisions = [_reject(work, command) for command in commands]
    work.write()
    return decisions


def _reject(work: Work, command: RejectFulfillment) -> Decision:
    row = work.permitted(command.fulfillment_order_id, command.kind())
    if isinstance(row, Problem):
        return Refused(row)
    lines = [line for line in work.lines(row.id) if line.quantity]
    for line in lines:
        work.move(line, "released", "allocated", line.quantity)
    work.set_state(row.id, "rejected")
    event = FulfillmentRejected(
        order_id=row.order_id,
        fulfillment_order_id=row.id,
        location_id=row.location_id,
        location=row.location,
        lines=tuple(line.units(line.quantity) for line in lines),
        reason=command.reason,
    )
    return work.done(row.id, event)
