"""Where a shipment is, from what was said of it: the same for any order and any repetition of the messages. Pure."""

from collections.abc import Iterable
from datetime import datetime

from ordino.delivery.lifecycle import PHASES
from ordino.kernel.messages import Record

_AT_ONE_MOMENT = (
    "in_transit",
    "failed_attempt",
    "out_for_delivery",
    "lost",
    "returned_to_sender",
    "delivered",
    "received_back",
)


class TrackingMessage(Record, frozen=True):
    """What a carrier or a person says of a shipment; `event_id` names it once and for all."""

    event_id: str
    status: str
    occurred_at: datetime


class Standing(Record, frozen=True):
    """What became of each unit of a shipment: arrived, or never will."""

    delivered: int
    written_off: int


def latest_of(messages: Iterable[TrackingMessage]) -> TrackingMessage | None:
    """The message that says where a shipment is, or None without any.

    The furthest phase decides, within a phase the latest word: a maximum, so neither order nor repetition matters, and no
    further message leads back to an earlier phase.
    """
    return max(messages, key=_precedence, default=None)


def state_of(messages: Iterable[TrackingMessage]) -> str:
    """The state of a shipment that was handed over, and of which this was said since."""
    latest = latest_of(messages)
    return "handed_over" if latest is None else latest.status


def standing_of(state: str, quantity: int) -> Standing:
    """How many of the shipment's units count as delivered, how many as written off, while it is in the state."""
    return Standing(
        delivered=quantity if state in ("delivered", "collected") else 0,
        written_off=quantity if state in ("lost", "returned_to_sender", "received_back") else 0,
    )


def _precedence(message: TrackingMessage) -> tuple[int, datetime, int, str]:
    return (
        PHASES[message.status],
        message.occurred_at,
        _AT_ONE_MOMENT.index(message.status),
        message.event_id,
    )
