"""Several released fulfillment orders of a location are picked in one walk."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fulfillment.commands import OpenPickBatch, PickBatchResult
from ordino.fulfillment.events import PickBatchOpened, pick_batch_stream
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.pick_batches import OPEN
from ordino.fulfillment.problems import NotToBePicked
from ordino.fulfillment.work import Work
from ordino.inventory.codes import Codes
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import decide_storable

MAXIMUM_ORDERS = 500


class _Waiting(Record, frozen=True):
    """A fulfillment order that waits to be picked at a location, in its order of precedence."""

    location_id: int
    fulfillment_order_id: int


class _NewBatch(Record, frozen=True):
    id: int
    location_id: int


class _Desk:
    """What a batch of walks is made of."""

    def __init__(self, unit: Unit, commands: Sequence[OpenPickBatch]) -> None:
        self.codes = Codes(unit, locations=(command.location for command in commands))
        waiting = unit.fetch(
            SQL.select_next_to_pick,
            _Waiting,
            location_ids=sorted(self.codes.location_code),
            maximum=min(MAXIMUM_ORDERS, max((c.maximum_orders for c in commands), default=0)) * len(commands),
        )
        self._waiting = waiting
        named = {key for command in commands for key in command.fulfillment_order_ids}
        self.work = Work.locked(unit, named | {row.fulfillment_order_id for row in waiting})

    def choose(self, command: OpenPickBatch) -> list[int] | Problem:
        """The fulfillment orders of the walk, or why there is none."""
        problem = self.codes.location_problem(command.location)
        if problem:
            return problem
        if not 1 <= command.maximum_orders <= MAXIMUM_ORDERS:
            return InvalidInput(field="maximum_orders", reason=f"must be from 1 to {MAXIMUM_ORDERS}")
        location_id = self.codes.location_id(command.location)
        if command.fulfillment_order_ids:
            chosen = list(dict.fromkeys(command.fulfillment_order_ids))
            unfit = tuple(key for key in chosen if not self._is_fit(key, location_id))
            return NotToBePicked(location=command.location, fulfillment_order_ids=unfit) if unfit else chosen
        here = [row.fulfillment_order_id for row in self._waiting if row.location_id == location_id]
        fit = [key for key in here if self._is_fit(key, location_id)][: command.maximum_orders]
        return fit or NotToBePicked(location=command.location)

    def _is_fit(self, key: int, location_id: int) -> bool:
        row = self.work.permitted(key, "PickUnits")
        return (
            not isinstance(row, Problem)
            and row.state == "released"
            and row.location_id == location_id
            and row.pick_batch_id is None
            and self.work.hold_problem(row, [line.line_number for line in self.work.lines(key)]) is None
        )


@handles(OpenPickBatch)
def open_pick_batch(unit: Unit, commands: Sequence[OpenPickBatch]) -> list[Decision]:
    return decide_storable(commands, lambda storable: _open(unit, storable))


def _open(unit: Unit, commands: Sequence[OpenPickBatch]) -> list[Decision]:
    desk = _Desk(unit, commands)
    ids = iter(unit.next_ids("fulfillment_pick_batch_id_seq", len(commands)))
    batches: list[_NewBatch] = []
    decisions: list[Decision] = []
    for command in commands:
        chosen = desk.choose(command)
        if isinstance(chosen, Problem):
            decisions.append(Refused(chosen))
            continue
        batch = _NewBatch(next(ids), desk.codes.location_id(command.location))
        batches.append(batch)
        for key in chosen:
            desk.work.join(key, batch.id)
        decisions.append(_done(desk.work, batch.id, command.location, chosen))
    unit.write(SQL.insert_pick_batches, batches, now=unit.now)
    desk.work.write()
    return decisions


def _done(work: Work, pick_batch_id: int, location: str, chosen: Sequence[int]) -> Done:
    event = PickBatchOpened(pick_batch_id=pick_batch_id, location=location, fulfillment_order_ids=tuple(chosen))
    result = PickBatchResult(
        pick_batch_id=pick_batch_id,
        state=OPEN,
        fulfillment_order_ids=tuple(chosen),
        left=sum(line.to_pick for key in chosen for line in work.lines(key)),
    )
    return Done(result, (StreamEvent(pick_batch_stream(pick_batch_id), event, begins=True),))
