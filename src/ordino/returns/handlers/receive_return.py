"""Take in what arrived of a return; nothing of it is for sale before somebody has looked at it."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import NotFound, Problem
from ordino.returns.book import ReturnBook, done_with, units_problem
from ordino.returns.commands import ReceiveReturn
from ordino.returns.events import ReturnReceived
from ordino.returns.problems import MoreThanApproved
from ordino.returns.receipts import Dock, at_the_dock, quantity_by_line
from ordino.returns.rows import ReturnedUnits, ReturnRow


@handles(ReceiveReturn)
def receive_return(unit: Unit, commands: Sequence[ReceiveReturn]) -> list[Decision]:
    """More than was approved is refused with the figures, and nothing of it is taken in."""
    return at_the_dock(unit, commands, _receive)


def _receive(book: ReturnBook, dock: Dock, command: ReceiveReturn, row: ReturnRow) -> Decision:
    moves = dock.moves(command, command.location)
    problem = (
        units_problem(command.lines)
        or dock.goods.location_problem(command.location)
        or _expected_problem(book, command)
        or dock.serials_problem(command, row)
        or dock.goods.problem(moves)
    )
    if problem:
        return Refused(problem)
    stock = dock.goods.carry_out(moves)
    arrived = quantity_by_line(command.lines)
    for number, quantity in arrived.items():
        line = book.line(row.id, number)
        assert line is not None
        book.change_line(structs.replace(line, received=line.received + quantity, expected=line.expected - quantity))
        book.count(row, number, expected=-quantity, returned=quantity)
        dock.receive(row, number, command.location, quantity)
    after = book.settle_state(row)
    event = ReturnReceived(
        order_id=row.order_id,
        return_id=row.id,
        location=command.location,
        lines=tuple([_units(book, row, number, quantity) for number, quantity in arrived.items()]),
        state=after.state,
        inspect=row.needs_inspection,
    )
    return done_with(after, event, stock=stock)


def _expected_problem(book: ReturnBook, command: ReceiveReturn) -> Problem | None:
    for number, quantity in quantity_by_line(command.lines).items():
        line = book.line(command.return_id, number)
        if line is None:
            return NotFound(what=f"line of return {command.return_id}", reference=str(number))
        if quantity > line.expected:
            return MoreThanApproved(
                return_id=command.return_id, line_number=number, arrived=quantity, expected=line.expected
            )
    return None


def _units(book: ReturnBook, row: ReturnRow, number: int, quantity: int) -> ReturnedUnits:
    line = book.line(row.id, number)
    assert line is not None
    return ReturnedUnits(number, line.sku_id, line.sku, quantity)
