"""The revisions of a batch's quotes under lock, and how they are written back together."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Command, Record
from ordino.kernel.problems import NotFound, Problem
from ordino.orders.commands import PlaceOrder
from ordino.quotes.decide.offer import Offer
from ordino.quotes.decide.permit import Revision, next_state
from ordino.quotes.facts import SQL
from ordino.quotes.lifecycle import DRAFT


class _NewRevision(Record, frozen=True):
    """A revision as it is first written."""

    quote_id: int
    number: int
    state: str
    content: PlaceOrder
    customer_id: int | None
    customer_name: str
    total_minor: int
    currency: str
    valid_until: date
    expires_at: datetime


class _Change(Record, frozen=True):
    quote_id: int
    number: int
    state: str
    note: str
    order_id: int | None


class _Count(Record, frozen=True):
    quote_id: int
    newest_revision: int


class QuoteBook:
    """Quotes are locked in the order of their numbers; their revisions are read after that, so that nothing is missed."""

    def __init__(self, unit: Unit, quote_ids: Iterable[int]) -> None:
        self._unit = unit
        ids = sorted(set(quote_ids))
        locked = unit.fetch_values(SQL.lock_quotes, ids=ids) if ids else []
        rows = unit.fetch(SQL.select_revisions, Revision, ids=locked) if locked else []
        self._revisions = {(row.quote_id, row.number): row for row in rows}
        self._newest = {row.quote_id: row.newest for row in rows}
        self._known = set(self._revisions)
        self._changed: set[tuple[int, int]] = set()
        self._offers: dict[tuple[int, int], Offer] = {}

    def newest(self, quote_id: int) -> Revision | NotFound:
        return self.find(quote_id, self._newest.get(quote_id, 0))

    def find(self, quote_id: int, number: int) -> Revision | NotFound:
        if quote_id not in self._newest:
            return NotFound(what="quote", reference=str(quote_id))
        found = self._revisions.get((quote_id, number))
        return found or NotFound(what=f"revision of quote {quote_id}", reference=str(number))

    def move(
        self, revision: Revision, command: type[Command], *, note: str = "", order_id: int | None = None
    ) -> Revision | Problem:
        """The revision as the command leaves it, kept to be written, or why the command is refused."""
        state = next_state(revision, command, now=self._unit.now)
        if isinstance(state, Problem):
            return state
        key = (revision.quote_id, revision.number)
        moved = structs.replace(revision, state=state, note=note or revision.note, order_id=order_id)
        self._revisions[key] = moved
        if key in self._known and state != revision.state:
            self._changed.add(key)
        return moved

    def add(self, quote_id: int, offer: Offer) -> Revision:
        """Begin the next revision of the quote."""
        number = self._newest.get(quote_id, 0) + 1
        revision = Revision(
            quote_id,
            number,
            number,
            offer.channel_id,
            DRAFT,
            offer.total_minor,
            offer.currency,
            offer.valid_until,
            offer.expires_at,
            None,
        )
        self._newest[quote_id] = number
        self._revisions[quote_id, number] = revision
        self._offers[quote_id, number] = offer
        return revision

    def write(self) -> None:
        """Write what has changed: what makes room for a new revision before the new revision."""
        unit = self._unit
        changed = [self._revisions[key] for key in sorted(self._changed)]
        changes = [_Change(row.quote_id, row.number, row.state, row.note, row.order_id) for row in changed]
        unit.write(SQL.change_revisions, changes, now=unit.now)
        unit.write(SQL.insert_revisions, self._new_rows(), now=unit.now)
        unit.write(SQL.count_revisions, [_Count(*key) for key in sorted(self._newest_of_offers().items())])

    def _new_rows(self) -> Sequence[_NewRevision]:
        return [
            _NewRevision(
                *key,
                self._revisions[key].state,
                offer.order,
                offer.customer_id,
                offer.customer_name,
                offer.total_minor,
                offer.currency,
                offer.valid_until,
                offer.expires_at,
            )
            for key, offer in sorted(self._offers.items())
        ]

    def _newest_of_offers(self) -> dict[int, int]:
        return {quote_id: self._newest[quote_id] for quote_id, _ in self._offers}
