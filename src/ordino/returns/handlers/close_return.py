"""End returns that are inspected and settled."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.returns.book import ReturnBook, done_with, on_returns
from ordino.returns.commands import CloseReturn
from ordino.returns.events import ReturnClosed
from ordino.returns.lifecycle import CLOSED
from ordino.returns.problems import NotSettled
from ordino.returns.rows import ReturnRow


@handles(CloseReturn)
def close_return(unit: Unit, commands: Sequence[CloseReturn]) -> list[Decision]:
    return on_returns(unit, commands, _close)


def _close(book: ReturnBook, command: CloseReturn, row: ReturnRow) -> Decision:
    unsettled = sum(line.refundable for line in book.lines(row.id))
    if unsettled and not command.without_refund:
        return Refused(NotSettled(return_id=row.id, open=unsettled))
    after = book.change(structs.replace(row, state=CLOSED, note=command.note))
    return done_with(after, ReturnClosed(order_id=row.order_id, return_id=row.id, note=command.note))
