"""Say what was found of goods that came back: where they go, and which of them may be refunded."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.returns.book import ReturnBook, done_with, units_problem
from ordino.returns.commands import InspectReturn
from ordino.returns.events import ReturnInspected
from ordino.returns.problems import MoreThanReceived
from ordino.returns.receipts import Dock, at_the_dock, quantity_by_line
from ordino.returns.rows import InspectedUnits, ReturnLineRow, ReturnRow

COUNTED_AS = {
    "restock": "restocked",
    "refurbish": "refurbished",
    "scrap": "scrapped",
    "vendor": "to_vendor",
    "send_back": "sent_back",
}


@handles(InspectReturn)
def inspect_return(unit: Unit, commands: Sequence[InspectReturn]) -> list[Decision]:
    """The stock moves by the disposition; whether money goes back is another question, and another command."""
    return at_the_dock(unit, commands, _inspect)


def _inspect(book: ReturnBook, dock: Dock, command: InspectReturn, row: ReturnRow) -> Decision:
    location = dock.location_of(command)
    problem = units_problem(command.lines) or _acceptance_problem(command)
    if problem is None and location is None:
        problem = InvalidInput(field="location", reason="say where; the units came in at several locations, or nowhere")
    if problem or location is None:
        return Refused(problem) if problem else Refused(InvalidInput(field="location", reason="is missing"))
    moves = dock.moves(command, location)
    problem = (
        dock.goods.location_problem(location)
        or _waiting_problem(dock, command, location)
        or dock.serials_problem(command, row)
        or dock.goods.problem(moves)
    )
    if problem:
        return Refused(problem)
    stock = dock.goods.carry_out(moves)
    for units in command.lines:
        line = book.line(row.id, units.line_number)
        assert line is not None
        book.change_line(_inspected(line, units))
        if units.disposition == "send_back":
            book.count(row, units.line_number, returned=-units.quantity)
        dock.inspect(row, units.line_number, location, units.quantity)
    after = book.settle_state(row)
    event = ReturnInspected(
        order_id=row.order_id, return_id=row.id, location=location, lines=command.lines, state=after.state
    )
    return done_with(after, event, stock=stock)


def _acceptance_problem(command: InspectReturn) -> Problem | None:
    if any(units.accepted and units.disposition == "send_back" for units in command.lines):
        return InvalidInput(field="accepted", reason="what is sent back to the customer is not accepted; say false")
    return None


def _waiting_problem(dock: Dock, command: InspectReturn, location: str) -> Problem | None:
    for number, quantity in quantity_by_line(command.lines).items():
        waiting = dock.waiting(command.return_id, number, location)
        if quantity > waiting:
            return MoreThanReceived(
                return_id=command.return_id, line_number=number, inspected=quantity, waiting=waiting
            )
    return None


def _inspected(line: ReturnLineRow, units: InspectedUnits) -> ReturnLineRow:
    """The line with the units counted by where they went."""
    counter = COUNTED_AS[units.disposition]
    counted = structs.replace(line, **{counter: getattr(line, counter) + units.quantity})
    return structs.replace(counted, accepted=counted.accepted + (units.quantity if units.accepted else 0))
