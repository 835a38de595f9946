"""The SQL of this context, its keys and its effect."""

from datetime import datetime

import msgspec

from ordino.engine import Statements, Unit
from ordino.engine.effect_rows import Intent
from ordino.engine.reader import Answer
from ordino.kernel.messages import Record

SQL = Statements("ordino.notifications")
SEND_EMAIL = "send_email"


class EmailToSend(Record, frozen=True):
    """What an effect to send says: the message and which attempt; everything else is read when it is sent."""

    message_id: int
    attempt: int


class NotifyingChannel(Record, frozen=True):
    """A channel that tells its customers, since when and in which language."""

    channel_id: int
    since: datetime
    language: str


def ask_notifying_channels(unit: Unit) -> Answer[NotifyingChannel]:
    """The channels that tell their customers: one cheap question a transaction."""
    return unit.ask_once(SQL.select_notifying_channels, NotifyingChannel)


def message_key(order_id: int, occasion: str, reference: str) -> str:
    """What makes a message be sent once: its order, its occasion, and which of several it is about."""
    return f"{order_id}/{occasion}/{reference}"


def email_intent(message_id: int, key: str, attempt: int) -> Intent:
    """The effect that sends a message; another attempt is another effect."""
    payload = msgspec.Raw(msgspec.json.encode(EmailToSend(message_id, attempt)))
    return Intent(f"email/{key}/{attempt}", SEND_EMAIL, payload)
