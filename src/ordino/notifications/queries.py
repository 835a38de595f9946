"""Reads for edges and for sending: messages, and one with everything that sending it needs."""

from datetime import datetime

import msgspec

from ordino.engine import Reader, read_backwards
from ordino.kernel.messages import Record
from ordino.notifications.facts import SQL
from ordino.notifications.rows import Facts

DEFAULT_LIMIT = 100
LAST = 2**63 - 1
_OLDEST_PAGE = read_backwards(SQL.select_messages)


class MessageView(Record, frozen=True):
    """A message and what became of it."""

    id: int
    key: str
    order_id: int
    occasion: str
    language: str
    recipient: str
    state: str
    attempt: int
    requested_at: datetime
    settled_at: datetime | None
    reason: str


class Letter(Record, frozen=True):
    """A message with what sending it needs beside its order: who sends it, in whose name, at which place's days."""

    id: int
    key: str
    order_id: int
    occasion: str
    language: str
    recipient: str
    facts_json: str
    state: str
    attempt: int
    enabled: bool
    sender: str
    sender_name: str
    shop: str
    time_zone: str

    def facts(self) -> Facts:
        return msgspec.json.decode(self.facts_json, type=Facts)


def messages(
    reader: Reader,
    *,
    order_id: int | None = None,
    state: str | None = None,
    before_id: int = LAST,
    limit: int = DEFAULT_LIMIT,
    oldest_first: bool = False,
    since: datetime | None = None,
    before: datetime | None = None,
) -> list[MessageView]:
    """Messages to customers, the newest first; `before_id` is the number of the last row seen."""
    return reader.fetch(
        _OLDEST_PAGE if oldest_first else SQL.select_messages,
        MessageView,
        order_id=order_id,
        state=state,
        before_id=before_id,
        limit=limit,
        since=since,
        before=before,
    )


def letter(reader: Reader, message_id: int) -> Letter | None:
    """One message to be sent or looked at; None where there is none."""
    return reader.fetch_one(SQL.select_letter, Letter, id=message_id)
