"""Record what suppliers answered."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.procurement.book import PurchaseBook, done_with, on_purchase_orders
from ordino.procurement.checks import names_problem
from ordino.procurement.commands import AcknowledgePurchaseOrder
from ordino.procurement.events import PurchaseOrderAcknowledged
from ordino.procurement.lifecycle import CHANGED, REJECTED
from ordino.procurement.rows import LineDate, MovedIncoming, PurchaseOrderRow


@handles(AcknowledgePurchaseOrder)
def acknowledge_purchase_order(unit: Unit, commands: Sequence[AcknowledgePurchaseOrder]) -> list[Decision]:
    """Only the answer `changed` names dates, and it names some."""
    return on_purchase_orders(unit, commands, _acknowledge)


def _acknowledge(book: PurchaseBook, command: AcknowledgePurchaseOrder, row: PurchaseOrderRow) -> Decision:
    problem = book.problem(command, command.answer) or _dates_problem(book, command)
    if problem is not None:
        return Refused(problem)
    after = book.move(
        structs.replace(row, answer=command.answer, note=command.note or row.note), command, command.answer
    )
    event = PurchaseOrderAcknowledged(
        purchase_order_id=row.id,
        answer=command.answer,
        state=after.state,
        dates=command.dates,
        moved=_move(book, row, command.dates),
        given_up=book.give_up(row) if command.answer == REJECTED else (),
        note=command.note,
    )
    return done_with(after, event)


def _dates_problem(book: PurchaseBook, command: AcknowledgePurchaseOrder) -> Problem | None:
    if command.answer != CHANGED:
        return InvalidInput(field="dates", reason="only with the answer changed") if command.dates else None
    for date in command.dates:
        if book.line(command.purchase_order_id, date.line_number) is None:
            return NotFound(what=f"line of purchase order {command.purchase_order_id}", reference=str(date.line_number))
        if date.expected_at.tzinfo is None:
            return InvalidInput(field="expected_at", reason="must name its time zone")
    return names_problem([date.line_number for date in command.dates], "dates")


def _move(book: PurchaseBook, row: PurchaseOrderRow, dates: Sequence[LineDate]) -> tuple[MovedIncoming, ...]:
    """The expected receipts that come at another time; what has come does not come again."""
    moved: list[MovedIncoming] = []
    for date in dates:
        line = book.line(row.id, date.line_number)
        assert line is not None
        book.change_line(structs.replace(line, expected_at=date.expected_at))
        announced = book.announced(line)
        if announced is not None and line.expected_at != date.expected_at:
            moved.append(MovedIncoming(announced.incoming_id, line.number, date.expected_at))
    return tuple(moved)
