"""Decide the money of a return: exactly the shares of accepted units, shipping once, less the fee."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import decide_storable
from ordino.orders.events import order_stream
from ordino.returns.book import ReturnBook, decide_each
from ordino.returns.commands import RefundReturn
from ordino.returns.refunding import Till
from ordino.returns.rows import ReturnRow


@handles(RefundReturn)
def refund_return(unit: Unit, commands: Sequence[RefundReturn]) -> list[Decision]:
    """The decision stands by itself: credit note and payment follow it."""
    return decide_storable(commands, lambda storable: _refund(unit, storable))


def _refund(unit: Unit, commands: Sequence[RefundReturn]) -> list[Decision]:
    book = ReturnBook(unit, (command.return_id for command in commands))
    till = Till(unit, book, len(commands))

    def decide(book: ReturnBook, command: RefundReturn, row: ReturnRow) -> Decision:
        decided = till.decide(row, command, command.lines, command.to or row.refund_to)
        if isinstance(decided, Problem):
            return Refused(decided)
        return Done(decided.result(), (StreamEvent(order_stream(row.order_id), decided.event()),))

    decisions = decide_each(book, commands, decide)
    book.write()
    till.write()
    return decisions
