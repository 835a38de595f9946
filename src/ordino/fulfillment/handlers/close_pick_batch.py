"""A walk ends; fulfillment orders of which nothing was picked may join another one."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import ClosePickBatch
from ordino.fulfillment.pick_batches import PickBatches
from ordino.kernel.messages import Decision, Done, Refused


@handles(ClosePickBatch)
def close_pick_batch(unit: Unit, commands: Sequence[ClosePickBatch]) -> list[Decision]:
    batches = PickBatches(unit, (command.pick_batch_id for command in commands))
    decisions = [_close(batches, command) for command in commands]
    batches.write()
    return decisions


def _close(batches: PickBatches, command: ClosePickBatch) -> Decision:
    key = command.pick_batch_id
    problem = batches.problem(key, command.kind())
    if problem:
        return Refused(problem)
    closed = batches.close(key)
    result = batches.result(key)
    for row in batches.members(key):
        if row.state == "released":
            batches.work.join(row.id, None)
    return Done(result, (closed,))
