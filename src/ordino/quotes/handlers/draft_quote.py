"""Offer an order."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import decide_storable
from ordino.quotes.book import QuoteBook
from ordino.quotes.commands import DraftQuote
from ordino.quotes.events import QuoteDrafted, quote_stream
from ordino.quotes.facts import SQL, decide_offers


class _Quote(Record, frozen=True):
    id: int
    channel_id: int


@handles(DraftQuote)
def draft_quotes(unit: Unit, commands: Sequence[DraftQuote]) -> list[Decision]:
    """Begin a quote with its first revision for each order that could be placed now."""
    return decide_storable(commands, lambda storable: _decide(unit, storable))


def _decide(unit: Unit, commands: Sequence[DraftQuote]) -> list[Decision]:
    offers = decide_offers(unit, commands)
    quote_ids = iter(unit.next_ids("quotes_quote_id_seq", sum(not isinstance(offer, Problem) for offer in offers)))
    book = QuoteBook(unit, ())
    quotes: list[_Quote] = []
    decisions: list[Decision] = []
    for offer in offers:
        if isinstance(offer, Problem):
            decisions.append(Refused(offer))
            continue
        quote = _Quote(next(quote_ids), offer.channel_id)
        quotes.append(quote)
        revision = book.add(quote.id, offer)
        drafted = QuoteDrafted(
            quote_id=quote.id,
            revision=revision.number,
            channel_id=offer.channel_id,
            order=offer.order,
            total_minor=offer.total_minor,
            currency=offer.currency,
            valid_until=offer.valid_until,
            expires_at=offer.expires_at,
        )
        decisions.append(Done(revision.result(), (StreamEvent(quote_stream(quote.id), drafted, begins=True),)))
    unit.write(SQL.insert_quotes, quotes, now=unit.now)
    book.write()
    return decisions
