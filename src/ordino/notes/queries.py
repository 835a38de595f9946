"""Reads of notes for edges: those on an order, those that mention somebody, the orders somebody attends to."""

from datetime import datetime

from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.notes.facts import SQL, OwnerRow, WatcherRow

PAGE = 50


class NoteView(Record, frozen=True):
    """A note on an order."""

    id: int
    order_id: int
    text: str
    author: str
    written_at: datetime


class NotesOfOrder(Record, frozen=True):
    """What colleagues told each other about an order, whose it is, and who watches it."""

    notes: list[NoteView]
    owner: str
    watchers: tuple[str, ...]


class AttendedOrder(Record, frozen=True):
    """An open order that somebody attends to; `own` where it is theirs, else they watch it."""

    id: int
    state: str
    fulfillment_status: str
    customer_name: str
    currency: str
    total_minor: int
    placed_at: datetime
    own: bool


def notes_of_order(reader: Reader, order_id: int) -> NotesOfOrder:
    """The notes on an order, the newest first, with its owner and watchers."""
    owner = reader.fetch_one(SQL.select_owners, OwnerRow, order_ids=[order_id])
    watchers = reader.fetch(SQL.select_watchers, WatcherRow, order_ids=[order_id])
    return NotesOfOrder(
        reader.fetch(SQL.select_notes, NoteView, order_id=order_id),
        owner.person if owner is not None else "",
        tuple(row.person for row in watchers),
    )


def mentions_of(reader: Reader, person: str, window: Window = NEWEST) -> list[NoteView]:
    """A page of notes in which somebody is mentioned, by number."""
    return reader.fetch_window(SQL.select_mentions_of, NoteView, window, person=person)


def attended_by(reader: Reader, person: str, *, limit: int = PAGE) -> list[AttendedOrder]:
    """Open orders that are somebody's or that they watch, the newest first."""
    return reader.fetch(SQL.select_attended_by, AttendedOrder, person=person, limit=limit)
