"""Reads of quotes for edges: the list, one quote with all its revisions, and what is due."""

from datetime import date, datetime

import msgspec

from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.orders.commands import PlaceOrder
from ordino.quotes.facts import SQL
from ordino.quotes.lifecycle import QUOTE

PAGE = 50


class QuoteSummary(Record, frozen=True):
    """A quote as its newest revision has it."""

    id: int
    revision: int
    channel: str
    state: str
    customer_id: int | None
    customer_name: str
    total_minor: int
    currency: str
    valid_until: date
    order_id: int | None
    created_at: datetime


class RevisionFacts(Record, frozen=True):
    """To whom a revision was offered, what it comes to, and what became of it."""

    number: int
    state: str
    customer_id: int | None
    customer_name: str
    total_minor: int
    currency: str
    valid_until: date
    expires_at: datetime
    drafted_at: datetime
    changed_at: datetime
    note: str
    order_id: int | None


class RevisionView(RevisionFacts, frozen=True):
    """What was offered, what became of it, and what may be done with it."""

    order: PlaceOrder
    permitted: tuple[str, ...]


class QuoteView(Record, frozen=True):
    """A quote with its revisions, the newest first."""

    id: int
    revisions: list[RevisionView]


class QuoteFilter(Record, frozen=True):
    """Which quotes are listed, by the state of their newest revision; all of them without anything."""

    states: tuple[str, ...] = QUOTE.states
    customer_id: int | None = None
    channel: str | None = None


class RevisionKey(Record, frozen=True):
    quote_id: int
    revision: int


class _RevisionRow(RevisionFacts, frozen=True):
    content: str

    def view(self) -> RevisionView:
        facts = {name: getattr(self, name) for name in RevisionFacts.__struct_fields__}
        order = msgspec.json.decode(self.content, type=PlaceOrder)
        return RevisionView(**facts, order=order, permitted=QUOTE.permitted(self.state))


def list_quotes(reader: Reader, wanted: QuoteFilter, window: Window = NEWEST) -> list[QuoteSummary]:
    """A page of quotes, by number."""
    return reader.fetch_window(
        SQL.select_quote_page,
        QuoteSummary,
        window,
        states=list(wanted.states),
        customer_id=wanted.customer_id,
        channel=wanted.channel,
    )


def show_quote(reader: Reader, quote_id: int) -> QuoteView | None:
    """The quote with its revisions; None where there is none."""
    rows = reader.fetch(SQL.select_revision_views, _RevisionRow, quote_id=quote_id)
    return QuoteView(quote_id, [row.view() for row in rows]) if rows else None


def due_quotes(reader: Reader, *, now: datetime, limit: int = PAGE) -> list[RevisionKey]:
    """Revisions that nobody has answered in their time, the oldest first."""
    return reader.fetch(SQL.select_due_revisions, RevisionKey, now=now, limit=limit)
