"""Keep what an accepted quote has become."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.quotes.book import QuoteBook
from ordino.quotes.commands import OrderQuote
from ordino.quotes.decide.permit import Revision
from ordino.quotes.events import QuoteOrdered, quote_stream
from ordino.quotes.lifecycle import ACCEPTED
from ordino.quotes.problems import NotAsQuoted


@handles(OrderQuote)
def order_quotes(unit: Unit, commands: Sequence[OrderQuote]) -> list[Decision]:
    """Name the order of each accepted quote; an order that only calls itself so is refused."""
    book = QuoteBook(unit, (command.quote_id for command in commands))
    decisions = [_order(book, command) for command in commands]
    book.write()
    return decisions


def _order(book: QuoteBook, command: OrderQuote) -> Decision:
    ordered = _ordered(book, command)
    if isinstance(ordered, Problem):
        return Refused(ordered)
    event = QuoteOrdered(quote_id=ordered.quote_id, revision=ordered.number, order_id=command.order_id)
    return Done(ordered.result(), (StreamEvent(quote_stream(ordered.quote_id), event),))


def _ordered(book: QuoteBook, command: OrderQuote) -> Revision | Problem:
    found = book.newest(command.quote_id)
    if isinstance(found, Problem):
        return found
    if found.channel_id != command.channel_id:
        return NotFound(what="quote of this channel", reference=str(command.quote_id))
    is_as_quoted = (found.total_minor, found.currency) == (command.total_minor, command.currency)
    if found.state != ACCEPTED or is_as_quoted:
        return book.move(found, OrderQuote, order_id=command.order_id)
    return NotAsQuoted(
        quote_id=found.quote_id,
        revision=found.number,
        quoted_minor=found.total_minor,
        quoted_currency=found.currency,
        found_minor=command.total_minor,
        found_currency=command.currency,
    )
