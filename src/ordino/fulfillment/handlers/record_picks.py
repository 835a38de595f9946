"""What was picked on a walk goes to the fulfillment orders it was picked for."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import RecordPicks
from ordino.fulfillment.pick_batches import PickBatches
from ordino.fulfillment.picking import Found, Scans, find, pick
from ordino.fulfillment.problems import NotInFulfillmentOrder
from ordino.fulfillment.rows import PickedUnits
from ordino.fulfillment.work import FulfillmentOrderRow
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.events import order_stream


@handles(RecordPicks)
def record_picks(unit: Unit, commands: Sequence[RecordPicks]) -> list[Decision]:
    """All picks of a walk or none; the last unit closes it."""
    batches = PickBatches(unit, (command.pick_batch_id for command in commands))
    scans = Scans(unit, (line for command in commands for line in command.lines))
    decisions = [_record(batches, command, scans) for command in commands]
    batches.write()
    return decisions


def _record(batches: PickBatches, command: RecordPicks, scans: Scans) -> Decision:
    key = command.pick_batch_id
    problem = batches.problem(key, command.kind())
    found = problem or _find(batches, command, scans)
    if isinstance(found, Problem):
        return Refused(found)
    events: list[StreamEvent] = []
    for row, units in found:
        events += [StreamEvent(order_stream(row.order_id), event) for event in pick(batches.work, row, units)]
    if not batches.left(key):
        events.append(batches.close(key))
    return Done(batches.result(key), tuple(events))


def _find(
    batches: PickBatches, command: RecordPicks, scans: Scans
) -> list[tuple[FulfillmentOrderRow, list[Found]]] | Problem:
    members = {row.id: row for row in batches.members(command.pick_batch_id)}
    picks: dict[int, list[PickedUnits]] = {} if command.lines else {key: [] for key in members}
    for line in command.lines:
        if line.fulfillment_order_id not in members:
            return NotInFulfillmentOrder(
                fulfillment_order_id=line.fulfillment_order_id, named=f"pick of batch {command.pick_batch_id}"
            )
        picks.setdefault(line.fulfillment_order_id, []).append(line)
    found: list[tuple[FulfillmentOrderRow, list[Found]]] = []
    for key, wanted in picks.items():
        units = find(batches.work, members[key], wanted, scans)
        if isinstance(units, Problem):
            return units
        if units:
            found.append((members[key], units))
    return found or InvalidInput(field="lines", reason="nothing is left to be picked; close the batch.")
