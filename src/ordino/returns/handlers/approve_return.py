"""Permit a return: its units are expected back."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs

from ordino.delivery.decide.tracking_number import return_number_of
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.returns.book import ReturnBook, done_with, on_returns
from ordino.returns.commands import ApproveReturn
from ordino.returns.events import ReturnApproved
from ordino.returns.lifecycle import APPROVED
from ordino.returns.problems import NotReturnable
from ordino.returns.rows import LineUnits, ReturnRow


@handles(ApproveReturn)
def approve_return(unit: Unit, commands: Sequence[ApproveReturn]) -> list[Decision]:
    """The label number is the return's own where none is given: it stands on the label as a bar code, and tracks the parcel."""

    def decide(book: ReturnBook, command: ApproveReturn, row: ReturnRow) -> Decision:
        problem = _problem(book, row)
        if problem is not None:
            return Refused(problem)
        for line in book.lines(row.id):
            book.count(row, line.line_number, expected=line.quantity)
            book.change_line(structs.replace(line, expected=line.quantity))
        after = book.change(
            structs.replace(
                row,
                state=APPROVED,
                label_number=command.label_number or return_number_of(row.id),
                expected_until=unit.now + timedelta(days=row.expected_days),
            )
        )
        event = ReturnApproved(
            order_id=row.order_id,
            return_id=row.id,
            lines=tuple([LineUnits(line.line_number, line.quantity) for line in book.lines(row.id)]),
            label_number=after.label_number,
            expected_until=after.expected_until,
        )
        return done_with(after, event)

    return on_returns(unit, commands, decide)


def _problem(book: ReturnBook, row: ReturnRow) -> NotReturnable | None:
    """Units may have been lost or come back otherwise since the return was asked for."""
    for line in book.lines(row.id):
        found = book.order_line(row, line.line_number)
        most = found.delivered - found.returned - found.return_expected
        if line.quantity > most:
            reasons = (f"{line.quantity} units were asked back, {most} can still be",)
            return NotReturnable(
                order_id=row.order_id, line_number=line.line_number, reasons=reasons, may_be_overridden=False
            )
    return None
