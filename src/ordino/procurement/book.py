"""The purchase orders of a batch, locked, as they are after what was done so far; the frame of commands on them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import structs

from ordino.engine import Statements, Unit
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Done, Event, Record, Refused, Result, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.kernel.registration import decide_storable
from ordino.procurement.commands import CommandOnPurchaseOrder, PurchaseOrderResult
from ordino.procurement.events import purchase_order_stream
from ordino.procurement.lifecycle import CANCELED, DRAFT, PURCHASE_ORDER
from ordino.procurement.rows import LineRow, PurchaseOrderRow

SQL = Statements("ordino.procurement")
C = TypeVar("C", bound=CommandOnPurchaseOrder)


class Announced(Record, frozen=True):
    """An expected receipt of a line, and what is still to come of it."""

    reference: str
    incoming_id: int
    outstanding: int


class _Wanted(Record, frozen=True):
    sku_id: int
    reference: str


def line_reference(purchase_order_id: int, number: int) -> str:
    """The reference of the expected receipt of a line: `purchase_order/12-3`."""
    return f"purchase_order/{purchase_order_id}-{number}"


def receipt_reference(receipt_id: int) -> str:
    """The reference of the movements of a receipt: `purchase_receipt/7`."""
    return f"purchase_receipt/{receipt_id}"


class PurchaseBook:
    """Locked purchase orders with their lines and what is announced of them; `write` writes what changed in sets."""

    def __init__(self, unit: Unit, ids: Iterable[int]) -> None:
        wanted = possible_keys(ids)
        self.unit = unit
        self._orders = {row.id: row for row in unit.fetch(SQL.lock_purchase_orders, PurchaseOrderRow, ids=wanted)}
        self._lines: dict[int, dict[int, LineRow]] = {}
        for line in unit.fetch(SQL.select_lines, LineRow, ids=wanted):
            self._lines.setdefault(line.purchase_order_id, {})[line.number] = line
        self._announced = self._read_announced()
        self._changed: set[int] = set()
        self._changed_lines: set[tuple[int, int]] = set()

    def problem(self, command: CommandOnPurchaseOrder, case: str | None = None) -> Problem | None:
        """Why the command (in one case of it) is not possible with this order now, or None."""
        row = self._orders.get(command.purchase_order_id)
        if row is None:
            return NotFound(what="purchase order", reference=str(command.purchase_order_id))
        permitted = PURCHASE_ORDER.permitted(row.state)
        possible = command.kind() in permitted
        if case is not None:
            possible = PURCHASE_ORDER.target(row.state, command.kind(), case) is not None
        if possible:
            return None
        return StateRefuses(
            subject=f"Purchase order {row.id}", state=row.state, command=command.kind(), permitted=permitted
        )

    def row(self, purchase_order_id: int) -> PurchaseOrderRow:
        return self._orders[purchase_order_id]

    def rows(self) -> Sequence[PurchaseOrderRow]:
        return list(self._orders.values())

    def lines(self, purchase_order_id: int) -> Sequence[LineRow]:
        return list(self._lines.get(purchase_order_id, {}).values())

    def line(self, purchase_order_id: int, number: int) -> LineRow | None:
        return self._lines.get(purchase_order_id, {}).get(number)

    def announced(self, line: LineRow) -> Announced | None:
        """What is still expected of the line, or None."""
        return self._announced.get(line_reference(line.purchase_order_id, line.number))

    def arrive(self, announced: Announced, quantity: int) -> None:
        """Count units that come of what is expected."""
        left = announced.outstanding - quantity
        if left:
            self._announced[announced.reference] = structs.replace(announced, outstanding=left)
        else:
            del self._announced[announced.reference]

    def give_up(self, row: PurchaseOrderRow) -> tuple[int, ...]:
        """The receipts of the order that are still expected, which are not expected any more."""
        references = [line_reference(row.id, line.number) for line in self.lines(row.id)]
        gone = [self._announced.pop(reference) for reference in references if reference in self._announced]
        return tuple([announced.incoming_id for announced in gone])

    def change(self, row: PurchaseOrderRow) -> PurchaseOrderRow:
        """Keep the changed order."""
        self._orders[row.id] = row
        self._changed.add(row.id)
        return row

    def move(self, row: PurchaseOrderRow, command: CommandOnPurchaseOrder, case: str = "") -> PurchaseOrderRow:
        """Keep the order in the state that the command leads to."""
        target = PURCHASE_ORDER.target(row.state, command.kind(), case)
        assert target is not None
        return self.change(structs.replace(row, state=target))

    def change_line(self, line: LineRow) -> LineRow:
        """Keep the changed line."""
        self._lines[line.purchase_order_id][line.number] = line
        self._changed_lines.add((line.purchase_order_id, line.number))
        return line

    def write(self) -> None:
        """Write orders and lines that changed: two statements."""
        self.unit.write(
            SQL.update_purchase_orders,
            [self._orders[key] for key in sorted(self._changed)],
            before_sending=[DRAFT, CANCELED],
            final_states=list(PURCHASE_ORDER.final),
            now=self.unit.now,
        )
        lines = [self._lines[order_id][number] for order_id, number in sorted(self._changed_lines)]
        self.unit.write(SQL.update_lines, lines)

    def _read_announced(self) -> dict[str, Announced]:
        wanted = [
            _Wanted(line.sku_id, line_reference(order_id, number))
            for order_id, lines in self._lines.items()
            for number, line in lines.items()
        ]
        found = self.unit.fetch(SQL.select_announced, Announced, wanted=wanted) if wanted else []
        return {row.reference: row for row in found}


def done_with(row: PurchaseOrderRow, event: Event, result: Result | None = None) -> Done:
    """The order as it stands now, and what happened to it."""
    answer = result or PurchaseOrderResult(purchase_order_id=row.id, state=row.state)
    return Done(answer, (StreamEvent(purchase_order_stream(row.id), event),))


def on_purchase_orders(
    unit: Unit, commands: Sequence[C], decide: Callable[[PurchaseBook, C, PurchaseOrderRow], Decision]
) -> list[Decision]:
    """Run commands one after the other on the same locked orders; the impossible is refused before `decide` sees it."""

    def run(storable: Sequence[C]) -> list[Decision]:
        book = PurchaseBook(unit, (command.purchase_order_id for command in storable))
        decisions = decide_each(book, storable, decide)
        book.write()
        return decisions

    return decide_storable(commands, run)


def decide_each(
    book: PurchaseBook, commands: Sequence[C], decide: Callable[[PurchaseBook, C, PurchaseOrderRow], Decision]
) -> list[Decision]:
    """The decisions on a batch, each on what those before it have left."""
    decisions: list[Decision] = []
    for command in commands:
        problem = book.problem(command)
        decisions.append(Refused(problem) if problem else decide(book, command, book.row(command.purchase_order_id)))
    return decisions
