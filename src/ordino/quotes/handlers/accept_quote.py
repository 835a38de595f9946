"""Accept a quote: its order follows in the same transaction."""

from collections.abc import Sequence

import msgspec

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.orders.commands import PlaceOrder
from ordino.quotes.book import QuoteBook
from ordino.quotes.commands import AcceptQuote
from ordino.quotes.decide.offer import order_of
from ordino.quotes.decide.permit import Revision
from ordino.quotes.events import QuoteAccepted, quote_stream
from ordino.quotes.facts import SQL
from ordino.quotes.lifecycle import ACCEPTED, ORDERED


class _Key(Record, frozen=True):
    quote_id: int
    number: int


class _ContentRow(Record, frozen=True):
    quote_id: int
    number: int
    content: str


@handles(AcceptQuote)
def accept_quotes(unit: Unit, commands: Sequence[AcceptQuote]) -> list[Decision]:
    """Accept each revision that is sent and still valid; one that was ordered answers its order again."""
    book = QuoteBook(unit, (command.quote_id for command in commands))
    accepted: dict[int, Revision] = {}
    decided: dict[int, Decision] = {}
    for index, command in enumerate(commands):
        found = book.find(command.quote_id, command.revision)
        if isinstance(found, Revision) and found.state in (ACCEPTED, ORDERED):
            decided[index] = Known(found.result())
            continue
        moved = found if isinstance(found, Problem) else book.move(found, AcceptQuote)
        if isinstance(moved, Problem):
            decided[index] = Refused(moved)
        else:
            accepted[index] = moved
    contents = _contents(unit, list(accepted.values()))
    for index, revision in accepted.items():
        decided[index] = _done(revision, contents[_Key(revision.quote_id, revision.number)])
    book.write()
    return [decided[index] for index in range(len(commands))]


def _done(revision: Revision, content: PlaceOrder) -> Done:
    stream = quote_stream(revision.quote_id)
    accepted = QuoteAccepted(
        quote_id=revision.quote_id, revision=revision.number, order=order_of(content, reference=stream)
    )
    return Done(revision.result(), (StreamEvent(stream, accepted),))


def _contents(unit: Unit, revisions: Sequence[Revision]) -> dict[_Key, PlaceOrder]:
    if not revisions:
        return {}
    rows = unit.fetch(SQL.select_contents, _ContentRow, rows=[_Key(row.quote_id, row.number) for row in revisions])
    return {_Key(row.quote_id, row.number): msgspec.json.decode(row.content, type=PlaceOrder) for row in rows}
