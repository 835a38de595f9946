"""Reads for edges and for sending: messages, and one with everything that sending it needs."""

from datetime import datetime

import msgspec

from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.notifications.facts import SQL
from ordino.notifications.rows import Facts


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
    reader: Reader, *, order_id: int | None = None, state: str | None = None, window: Window = NEWEST
) -> list[MessageView]:
    """A page of messages to customers, by number."""
    return reader.fetch_window(SQL.select_messages, MessageView, window, order_id=order_id, state=state)


def letter(reader: Reader, message_id: int) -> Letter | None:
    """One message to be sent or looked at; None where there is none."""
    return reader.fetch_one(SQL.select_letter, Letter, id=message_id)
