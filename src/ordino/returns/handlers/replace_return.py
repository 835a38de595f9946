"""The same goods again for nothing, where what was delivered was not as it should be."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.registration import decide_storable
from ordino.orders.recipients import Recipients
from ordino.orders.rows import OrderedLine
from ordino.returns.book import ReturnBook, decide_each, done_with
from ordino.returns.commands import ReplaceReturn
from ordino.returns.decide.replacement import replaceable
from ordino.returns.events import ReplacementOrdered
from ordino.returns.problems import MoreThanAccepted
from ordino.returns.rows import LineUnits, ReturnLineRow, ReturnRow


@handles(ReplaceReturn)
def replace_return(unit: Unit, commands: Sequence[ReplaceReturn]) -> list[Decision]:
    """What is replaced is not refunded, and the other way round."""
    return decide_storable(commands, lambda storable: _replace(unit, storable))


def _replace(unit: Unit, commands: Sequence[ReplaceReturn]) -> list[Decision]:
    book = ReturnBook(unit, (command.return_id for command in commands))
    recipients = Recipients(unit, list(book.orders))

    def decide(book: ReturnBook, command: ReplaceReturn, row: ReturnRow) -> Decision:
        wanted = _wanted(book, command)
        if isinstance(wanted, Problem):
            return Refused(wanted)
        reference = _reference(book, row)
        lines: list[OrderedLine] = []
        for units in wanted:
            line = book.line(row.id, units.line_number)
            assert line is not None
            book.change_line(structs.replace(line, replaced=line.replaced + units.quantity))
            lines.append(OrderedLine(sku=line.sku, quantity=units.quantity, unit_price=Decimal(0)))
        note = f"Replacement for return {row.id} of order {row.order_id}"
        order = recipients.order(row.order_id, reference, lines, "prepaid", note)
        event = ReplacementOrdered(order_id=row.order_id, return_id=row.id, lines=tuple(wanted), order=order)
        return done_with(row, event)

    decisions = decide_each(book, commands, decide)
    book.write()
    return decisions


def _wanted(book: ReturnBook, command: ReplaceReturn) -> Sequence[LineUnits] | Problem:
    lines = book.lines(command.return_id)
    wanted = command.lines or tuple([LineUnits(line.line_number, _open(line)) for line in lines if _open(line)])
    if not wanted:
        return InvalidInput(field="lines", reason="nothing of the return is left to be replaced")
    if len({units.line_number for units in wanted}) != len(wanted):
        return InvalidInput(field="lines", reason="name each line once")
    for units in wanted:
        line = book.line(command.return_id, units.line_number)
        if line is None:
            return NotFound(what=f"line of return {command.return_id}", reference=str(units.line_number))
        if not 1 <= units.quantity <= _open(line):
            return MoreThanAccepted(
                return_id=command.return_id,
                line_number=units.line_number,
                wanted=units.quantity,
                open=_open(line),
            )
    return wanted


def _open(line: ReturnLineRow) -> int:
    return replaceable(line.quantity, line.accepted, line.refunded, line.replaced)


def _reference(book: ReturnBook, row: ReturnRow) -> str:
    """One for each replacement of a return: the units replaced before tell them apart."""
    before = sum(line.replaced for line in book.lines(row.id))
    return f"replacement/{row.id}" + (f"/{before + 1}" if before else "")
