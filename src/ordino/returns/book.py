"""The returns of a batch with their orders, locked, as they are after what was done so far; the frame of commands on them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Decision, Done, Event, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem, StateRefuses
from ordino.kernel.registration import decide_storable
from ordino.orders.buckets import AfterShipping, count_after_shipping
from ordino.orders.events import order_stream
from ordino.orders.locking import LockedOrder, lock_orders
from ordino.orders.reading import OrderLine, lines_of
from ordino.returns.commands import CommandOnReturn, ReturnResult
from ordino.returns.facts import SQL, LineKey, possible_keys
from ordino.returns.lifecycle import RETURN, state_of_units
from ordino.returns.rows import LineUnits, ReturnLineRow, ReturnRow

C = TypeVar("C", bound=CommandOnReturn)


class ReturnBook:
    """Locked orders first, then locked returns; `write` writes what changed in sets."""

    def __init__(self, unit: Unit, return_ids: Iterable[int]) -> None:
        ids = possible_keys(return_ids)
        self._unit = unit
        self.orders: dict[int, LockedOrder] = lock_orders(unit, unit.fetch_values(SQL.select_order_ids, ids=ids))
        self.order_lines = {
            (line.order_id, line.number): line for lines in lines_of(unit, list(self.orders)).values() for line in lines
        }
        self._returns = {row.id: row for row in unit.fetch(SQL.lock_returns, ReturnRow, ids=ids)}
        self._lines: dict[int, dict[int, ReturnLineRow]] = {}
        for line in unit.fetch(SQL.select_return_lines, ReturnLineRow, ids=ids):
            self._lines.setdefault(line.return_id, {})[line.line_number] = line
        self._changed: set[int] = set()
        self._changed_lines: set[tuple[int, int]] = set()
        self._after_shipping: dict[LineKey, AfterShipping] = {}

    def problem(self, command: CommandOnReturn) -> Problem | None:
        """Why the command is not possible with this return now, or None."""
        row = self._returns.get(command.return_id)
        if row is None:
            return NotFound(what="return", reference=str(command.return_id))
        if RETURN.target(row.state, command.kind()) is None:
            return StateRefuses(
                subject=f"Return {row.id}",
                state=row.state,
                command=command.kind(),
                permitted=RETURN.permitted(row.state),
            )
        return None

    def row(self, return_id: int) -> ReturnRow:
        return self._returns[return_id]

    def lines(self, return_id: int) -> Sequence[ReturnLineRow]:
        return list(self._lines.get(return_id, {}).values())

    def line(self, return_id: int, line_number: int) -> ReturnLineRow | None:
        return self._lines.get(return_id, {}).get(line_number)

    def order_line(self, row: ReturnRow, line_number: int) -> OrderLine:
        return self.order_lines[row.order_id, line_number]

    def change(self, row: ReturnRow) -> ReturnRow:
        """Keep the changed return."""
        self._returns[row.id] = row
        self._changed.add(row.id)
        return row

    def change_line(self, line: ReturnLineRow) -> None:
        """Keep the changed line of a return."""
        self._lines[line.return_id][line.line_number] = line
        self._changed_lines.add((line.return_id, line.line_number))

    def count(self, row: ReturnRow, line_number: int, *, expected: int = 0, returned: int = 0) -> None:
        """Change how many units of the order line are expected back and are back."""
        key = (row.order_id, line_number)
        line = self.order_lines[key]
        self.order_lines[key] = structs.replace(
            line, return_expected=line.return_expected + expected, returned=line.returned + returned
        )
        before = self._after_shipping.get(key) or AfterShipping(*key)
        self._after_shipping[key] = structs.replace(
            before, return_expected=before.return_expected + expected, returned=before.returned + returned
        )

    def give_up(self, row: ReturnRow) -> tuple[LineUnits, ...]:
        """Expect nothing of the return any more; answers what did not come."""
        missing = tuple([LineUnits(line.line_number, line.expected) for line in self.lines(row.id) if line.expected])
        for line in self.lines(row.id):
            if line.expected:
                self.count(row, line.line_number, expected=-line.expected)
                self.change_line(structs.replace(line, expected=0))
        return missing

    def settle_state(self, row: ReturnRow) -> ReturnRow:
        """The return in the state that its units have reached."""
        lines = self.lines(row.id)
        expected, received = sum(line.expected for line in lines), sum(line.received for line in lines)
        state = state_of_units(expected, received, sum(line.inspected for line in lines))
        return self.change(structs.replace(row, state=state))

    def write(self) -> None:
        """Write returns, their lines and the counters of order lines."""
        returns = [self._returns[key] for key in sorted(self._changed)]
        final = list(RETURN.final)
        self._unit.write(SQL.update_returns, returns, final_states=final, now=self._unit.now)
        lines = [self._lines[return_id][number] for return_id, number in sorted(self._changed_lines)]
        self._unit.write(SQL.update_return_lines, lines)
        count_after_shipping(self._unit, [self._after_shipping[key] for key in sorted(self._after_shipping)])


def done_with(row: ReturnRow, *events: Event, stock: Sequence[StreamEvent] = ()) -> Done:
    """The return as it stands now, and what happened to it and to stock."""
    told = [StreamEvent(order_stream(row.order_id), event) for event in events]
    return Done(ReturnResult(return_id=row.id, order_id=row.order_id, state=row.state), (*told, *stock))


def on_returns(
    unit: Unit, commands: Sequence[C], decide: Callable[[ReturnBook, C, ReturnRow], Decision]
) -> list[Decision]:
    """Run commands one after the other on the same locked returns; the impossible is refused before `decide` sees it."""

    def run(storable: Sequence[C]) -> list[Decision]:
        book = ReturnBook(unit, (command.return_id for command in storable))
        decisions = decide_each(book, storable, decide)
        book.write()
        return decisions

    return decide_storable(commands, run)


def decide_each(
    book: ReturnBook, commands: Sequence[C], decide: Callable[[ReturnBook, C, ReturnRow], Decision]
) -> list[Decision]:
    """The decisions on a batch, each on what those before it have left."""
    decisions: list[Decision] = []
    for command in commands:
        problem = book.problem(command)
        decisions.append(Refused(problem) if problem else decide(book, command, book.row(command.return_id)))
    return decisions


def units_problem(units: Iterable[Record], *, most: int = 1_000_000_000_000) -> Problem | None:
    """Why a list of line units cannot be meant, or None: something must be named, in quantities from 1 on."""
    named = list(units)
    if not named:
        return InvalidInput(field="lines", reason="name at least one line")
    if any(not 1 <= quantity <= most for quantity in (getattr(one, "quantity", 0) for one in named)):
        return InvalidInput(field="quantity", reason=f"must be from 1 to {most}")
    return None
