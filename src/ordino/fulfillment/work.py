"""What a batch does to fulfillment orders: locked rows with running figures, and what is to be written in the end.

Line buckets, allocations and the lines of fulfillment orders change by the same value, in one place.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ordino.engine import Unit
from ordino.fulfillment.commands import FulfillmentState
from ordino.fulfillment.decide.plan import HoldRow, Holds
from ordino.fulfillment.decide.progress import LineRow, state_of
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER, GIVEN_UP
from ordino.fulfillment.rows import Method
from ordino.inventory.codes import possible_keys
from ordino.inventory.leaving import commit_to_fulfillment, give_up_fulfillment
from ordino.inventory.rows import AllocationRow
from ordino.kernel.messages import Done, Event, Record, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.orders.buckets import BucketMove, move
from ordino.orders.events import order_stream


class FulfillmentOrderRow(Record, frozen=True):
    """A fulfillment order, locked after its order."""

    id: int
    order_id: int
    location_id: int
    location: str
    method: Method
    state: str
    pick_batch_id: int | None


class Work:
    """Fulfillment orders of a batch as they are after what was done so far; `write` writes it all in sets."""

    def __init__(
        self, unit: Unit, orders: Sequence[FulfillmentOrderRow], lines: Iterable[LineRow], holds: Holds
    ) -> None:
        self._unit = unit
        self._holds = holds
        self._orders = {row.id: row for row in orders}
        self._known_orders = dict(self._orders)
        self._lines: dict[int, dict[int, LineRow]] = {row.id: {} for row in orders}
        for line in lines:
            self._lines[line.fulfillment_order_id][line.line_number] = line
        self._changed: set[tuple[int, int]] = set()
        self._moves: list[BucketMove] = []
        self._taken_up: list[AllocationRow] = []
        self._let_go: list[AllocationRow] = []

    @classmethod
    def locked(cls, unit: Unit, fulfillment_order_ids: Iterable[int]) -> "Work":
        """Lock the fulfillment orders, after their orders, and read their lines and holds: three statements, asked together."""
        ids = possible_keys(fulfillment_order_ids)
        orders = unit.ask(SQL.lock_fulfillment_orders, FulfillmentOrderRow, ids=ids)
        lines = unit.ask(SQL.select_lines, LineRow, ids=ids)
        holds = unit.ask(SQL.select_holds_of_fulfillment_orders, HoldRow, ids=ids)
        return cls(unit, orders.rows(), lines.rows(), Holds(holds.rows()))

    @classmethod
    def of_orders(cls, unit: Unit, order_ids: Sequence[int], states: Sequence[str]) -> "Work":
        """The fulfillment orders of locked orders that are in one of the states."""
        rows = unit.fetch(
            SQL.select_orders_fulfilled, FulfillmentOrderRow, order_ids=list(order_ids), states=list(states)
        )
        lines = unit.fetch(SQL.select_lines, LineRow, ids=[row.id for row in rows]) if rows else []
        return cls(unit, rows, lines, Holds(()))

    def orders(self) -> list[FulfillmentOrderRow]:
        return list(self._orders.values())

    def order(self, fulfillment_order_id: int) -> FulfillmentOrderRow:
        return self._orders[fulfillment_order_id]

    def permitted(self, fulfillment_order_id: int, command: str) -> FulfillmentOrderRow | Problem:
        """The fulfillment order, or why the command on it cannot go on: unknown, or not possible in its state."""
        row = self._orders.get(fulfillment_order_id)
        if row is None:
            return NotFound(what="fulfillment order", reference=str(fulfillment_order_id))
        if FULFILLMENT_ORDER.target(row.state, command) is None:
            subject, permitted = f"Fulfillment order {row.id}", FULFILLMENT_ORDER.permitted(row.state)
            return StateRefuses(subject=subject, state=row.state, command=command, permitted=permitted)
        return row

    def hold_problem(self, row: FulfillmentOrderRow, line_numbers: Iterable[int]) -> Problem | None:
        return self._holds.problem(row.order_id, line_numbers)

    def held_lines(self, row: FulfillmentOrderRow) -> frozenset[int]:
        return self._holds.held_lines(row.order_id)

    def lines(self, fulfillment_order_id: int) -> list[LineRow]:
        return list(self._lines[fulfillment_order_id].values())

    def line(self, fulfillment_order_id: int, line_number: int) -> LineRow | None:
        return self._lines[fulfillment_order_id].get(line_number)

    def change(self, line: LineRow) -> None:
        """The line as it is now."""
        self._lines[line.fulfillment_order_id][line.line_number] = line
        self._changed.add((line.fulfillment_order_id, line.line_number))

    def move(self, line: LineRow, source: str, target: str, quantity: int) -> None:
        """Move units of the order's line between buckets; from and to `allocated` they are taken up and let go."""
        if not quantity:
            return
        row = self._orders[line.fulfillment_order_id]
        self._moves.append(BucketMove(row.order_id, line.line_number, source, target, quantity))
        if source == "allocated":
            self._taken_up.append(self._allocation(line, quantity))
        elif target == "allocated":
            self._let_go.append(self._allocation(line, quantity))

    def let_go(self, line: LineRow, quantity: int) -> None:
        """Let units go whose buckets were moved by whoever canceled them."""
        self._let_go.append(self._allocation(line, quantity))

    def derive_state(self, fulfillment_order_id: int) -> FulfillmentOrderRow:
        """Set the state by how far the lines are."""
        return self.set_state(fulfillment_order_id, state_of(self.lines(fulfillment_order_id)))

    def set_state(self, fulfillment_order_id: int, state: str) -> FulfillmentOrderRow:
        row = replace(self._orders[fulfillment_order_id], state=state)
        self._orders[fulfillment_order_id] = row
        return row

    def join(self, fulfillment_order_id: int, pick_batch_id: int | None) -> None:
        """Let the fulfillment order be picked in a batch, or in none."""
        self._orders[fulfillment_order_id] = replace(self._orders[fulfillment_order_id], pick_batch_id=pick_batch_id)

    def write(self) -> None:
        """Write lines, states, allocations and buckets: at most six statements."""
        self._unit.write(
            SQL.update_lines, [self._lines[order_id][number] for order_id, number in sorted(self._changed)]
        )
        changed = [row for key, row in sorted(self._orders.items()) if row != self._known_orders[key]]
        self._unit.write(SQL.set_states, changed, now=self._unit.now)
        commit_to_fulfillment(self._unit, self._taken_up)
        give_up_fulfillment(self._unit, self._let_go)
        if self._moves:
            move(self._unit, self._moves)

    def result(self, fulfillment_order_id: int, *, short: int = 0) -> FulfillmentState:
        row = self._orders[fulfillment_order_id]
        return FulfillmentState(
            fulfillment_order_id=row.id,
            order_id=row.order_id,
            state=row.state,
            quantity=0 if row.state in GIVEN_UP else sum(line.quantity for line in self.lines(row.id)),
            short=short,
        )

    def done(self, fulfillment_order_id: int, *events: Event, short: int = 0) -> Done:
        """The fulfillment order as it stands now, and what happened to it."""
        stream = order_stream(self._orders[fulfillment_order_id].order_id)
        return Done(
            self.result(fulfillment_order_id, short=short), tuple(StreamEvent(stream, event) for event in events)
        )

    def _allocation(self, line: LineRow, quantity: int) -> AllocationRow:
        row = self._orders[line.fulfillment_order_id]
        return AllocationRow(row.order_id, line.line_number, row.location_id, line.sku_id, quantity)
