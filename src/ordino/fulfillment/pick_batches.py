"""Pick batches under change: their fulfillment orders locked, then they themselves. Used by the handlers."""

from collections.abc import Iterable

from ordino.engine import Unit
from ordino.fulfillment.commands import PickBatchResult
from ordino.fulfillment.events import PickBatchClosed, pick_batch_stream
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.lifecycle import GIVEN_UP, PICK_BATCH
from ordino.fulfillment.work import FulfillmentOrderRow, Work
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Record, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses

OPEN, CLOSED = "open", "closed"


class PickBatchRow(Record, frozen=True):
    id: int
    location_id: int
    state: str


class _Key(Record, frozen=True):
    id: int


class PickBatches:
    """The pick batches of a batch of commands, as they are closed."""

    def __init__(self, unit: Unit, pick_batch_ids: Iterable[int]) -> None:
        self._unit = unit
        ids = possible_keys(pick_batch_ids)
        self.work = Work.locked(
            unit, unit.fetch_values(SQL.select_fulfillment_orders_of_pick_batches, pick_batch_ids=ids)
        )
        rows = unit.fetch(SQL.lock_pick_batches, PickBatchRow, pick_batch_ids=ids)
        self._states = {row.id: row.state for row in rows}
        self._closed: list[_Key] = []

    def problem(self, pick_batch_id: int, command: str) -> Problem | None:
        """Why the command cannot go on: unknown, or not possible in its state; or None."""
        state = self._states.get(pick_batch_id)
        if state is None:
            return NotFound(what="pick batch", reference=str(pick_batch_id))
        if PICK_BATCH.target(state, command) is None:
            subject, permitted = f"Pick batch {pick_batch_id}", PICK_BATCH.permitted(state)
            return StateRefuses(subject=subject, state=state, command=command, permitted=permitted)
        return None

    def members(self, pick_batch_id: int) -> list[FulfillmentOrderRow]:
        """The fulfillment orders of the walk, without those that were rejected or recalled meanwhile."""
        return [row for row in self.work.orders() if row.pick_batch_id == pick_batch_id and row.state not in GIVEN_UP]

    def left(self, pick_batch_id: int) -> int:
        """Units that are still to be picked."""
        return sum(line.to_pick for row in self.members(pick_batch_id) for line in self.work.lines(row.id))

    def close(self, pick_batch_id: int) -> StreamEvent:
        self._states[pick_batch_id] = CLOSED
        self._closed.append(_Key(pick_batch_id))
        return StreamEvent(pick_batch_stream(pick_batch_id), PickBatchClosed(pick_batch_id=pick_batch_id))

    def result(self, pick_batch_id: int) -> PickBatchResult:
        return PickBatchResult(
            pick_batch_id=pick_batch_id,
            state=self._states[pick_batch_id],
            fulfillment_order_ids=tuple(row.id for row in self.members(pick_batch_id)),
            left=self.left(pick_batch_id),
        )

    def write(self) -> None:
        self.work.write()
        self._unit.write(SQL.close_pick_batches, self._closed, now=self._unit.now)
