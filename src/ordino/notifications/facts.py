"""The SQL of this context, its keys and its effect."""

import msgspec

from ordino.engine import Statements
from ordino.engine.effect_rows import Intent
from ordino.kernel.messages import Record

SQL = Statements("ordino.notifications")
SEND_EMAIL = "send_email"


class EmailToSend(Record, frozen=True):
    """What an effect to send says: the message and which attempt; everything else is read when it is sent."""

    message_id: int
    attempt: int


def message_key(order_id: int, occasion: str, reference: str) -> str:
    """What makes a message be sent once: its order, its occasion, and which of several it is about."""
    return f"{order_id}/{occasion}/{reference}"


def email_intent(message_id: int, key: str, attempt: int) -> Intent:
    """The effect that sends a message; another attempt is another effect."""
    payload = msgspec.Raw(msgspec.json.encode(EmailToSend(message_id, attempt)))
    return Intent(f"email/{key}/{attempt}", SEND_EMAIL, payload)
