"""Reads for edges and for sending: messages, and one with everything that sending it needs."""

from datetime import date, datetime, timedelta
from itertools import product

import msgspec

from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.notifications.facts import SQL
from ordino.notifications.rows import LANGUAGES, OCCASIONS, Facts, NotifiedDelay, OwnWords

SAMPLE_DAY = date(2027, 3, 10)


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
    own_subject: str = ""
    own_text: str = ""

    def own_words(self) -> OwnWords | None:
        """The merchant's own words; None where those that are built in are sent."""
        return OwnWords(self.own_subject, self.own_text) if self.own_text else None

    def facts(self) -> Facts:
        return msgspec.json.decode(self.facts_json, type=Facts)


class TemplateView(Record, frozen=True):
    """The merchant's own words of an occasion in a language; empty where those that are built in are sent."""

    occasion: str
    language: str
    subject: str = ""
    text: str = ""


def templates(reader: Reader) -> list[TemplateView]:
    """Every occasion in every language."""
    own = {(row.occasion, row.language): row for row in reader.fetch(SQL.select_templates, TemplateView)}
    return [own.get(pair) or TemplateView(*pair) for pair in product(OCCASIONS, LANGUAGES)]


def sample_letter(reader: Reader, order_id: int, occasion: str, language: str) -> Letter | None:
    """A message as it would be sent about an order, in the words that are built in; None where there is no such order.

    What the order does not tell yet, such as the number of its parcel, is made up.
    """
    found = reader.fetch_one(SQL.select_sample, Letter, order_id=order_id, occasion=occasion, language=language)
    if found is None or found.facts_json:
        return found
    made_up = Facts(carrier="Parcel Post", tracking_number="PP 1234 5678", day=SAMPLE_DAY, amount_minor=1000,
                    delays=(NotifiedDelay(1, SAMPLE_DAY, SAMPLE_DAY + timedelta(days=7)),))  # fmt: skip
    return msgspec.structs.replace(found, facts_json=msgspec.json.encode(made_up).decode())


def newest_order_id(reader: Reader) -> int | None:
    """An order to show messages with; None where there is none."""
    (order_id,) = reader.fetch_values(SQL.select_newest_order)
    return None if order_id is None else int(order_id)


def messages(
    reader: Reader, *, order_id: int | None = None, state: str | None = None, window: Window = NEWEST
) -> list[MessageView]:
    """A page of messages to customers, by number."""
    return reader.fetch_window(SQL.select_messages, MessageView, window, order_id=order_id, state=state)


def letter(reader: Reader, message_id: int) -> Letter | None:
    """One message to be sent or looked at; None where there is none."""
    return reader.fetch_one(SQL.select_letter, Letter, id=message_id)
