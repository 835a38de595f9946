"""Offer something else."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem, VersionConflict
from ordino.kernel.registration import decide_storable
from ordino.quotes.book import QuoteBook
from ordino.quotes.commands import ReviseQuote
from ordino.quotes.decide.offer import Offer
from ordino.quotes.decide.permit import Revision
from ordino.quotes.events import QuoteRevised, quote_stream
from ordino.quotes.facts import decide_offers


@handles(ReviseQuote)
def revise_quotes(unit: Unit, commands: Sequence[ReviseQuote]) -> list[Decision]:
    """Begin a further revision of each quote; the one before it is superseded, or stays ended."""
    return decide_storable(commands, lambda storable: _decide(unit, storable))


def _decide(unit: Unit, commands: Sequence[ReviseQuote]) -> list[Decision]:
    offers = decide_offers(unit, commands)
    book = QuoteBook(unit, (command.quote_id for command in commands))
    decisions = [_revise(book, command, offer) for command, offer in zip(commands, offers, strict=True)]
    book.write()
    return decisions


def _revise(book: QuoteBook, command: ReviseQuote, offer: Offer | Problem) -> Decision:
    found = book.find(command.quote_id, command.revision)
    former = found if isinstance(found, Problem) else _ended(book, found, offer)
    if isinstance(former, Problem):
        return Refused(former)
    if isinstance(offer, Problem):
        return Refused(offer)
    revision = book.add(command.quote_id, offer)
    revised = QuoteRevised(
        quote_id=command.quote_id,
        revision=revision.number,
        former=former.state,
        channel_id=offer.channel_id,
        order=offer.order,
        total_minor=offer.total_minor,
        currency=offer.currency,
        valid_until=offer.valid_until,
        expires_at=offer.expires_at,
    )
    return Done(revision.result(), (StreamEvent(quote_stream(command.quote_id), revised),))


def _ended(book: QuoteBook, former: Revision, offer: Offer | Problem) -> Revision | Problem:
    """The former revision as it is from now on, or why there can be no other after it."""
    newest = book.newest(former.quote_id)
    if isinstance(newest, Problem):
        return newest
    if former.number != newest.number:
        return VersionConflict(
            subject=f"Quote {former.quote_id}", expected_version=former.number, found_version=newest.number
        )
    if isinstance(offer, Problem):
        return offer
    if offer.channel_id != former.channel_id:
        return InvalidInput(field="order.channel", reason="a quote stays in its channel; draft another one.")
    return book.move(former, ReviseQuote)
