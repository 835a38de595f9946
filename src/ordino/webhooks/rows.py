"""Rows of webhooks."""

from datetime import datetime

import msgspec

from ordino.kernel.messages import Record
from ordino.webhooks.secret import SecretSeal


class WebhookRow(Record, frozen=True):
    """A webhook as it is kept."""

    id: int
    name: str
    url: str
    event_types: tuple[str, ...]
    channel_id: int | None
    state: str
    salt: str
    hash: str
    previous_salt: str | None
    previous_hash: str | None
    previous_until: datetime | None

    def seals(self, now: datetime) -> list[SecretSeal]:
        """Those of the secrets that are valid now, the newest first."""
        seals = [SecretSeal(self.salt, self.hash)]
        if self.previous_salt and self.previous_hash and self.previous_until and now < self.previous_until:
            seals.append(SecretSeal(self.previous_salt, self.previous_hash))
        return seals


class WebhookView(Record, frozen=True):
    """A webhook as it is shown: what waits, what was set aside, since when it is behind, what its receiver said last."""

    id: int
    name: str
    url: str
    event_types: list[str]
    channel: str | None
    state: str
    created_at: datetime
    created_by: str
    previous_until: datetime | None
    waiting: int
    set_aside: int
    last_delivered_at: datetime | None
    last_error: str


class WebhookMessageView(Record, frozen=True):
    """A message about the event at `position`: `attempts` so far, the next at `due_at`, what the receiver answered last."""

    message_id: str
    position: int
    stream: str
    kind: str
    state: str
    attempts: int
    due_at: datetime
    queued_at: datetime
    settled_at: datetime | None
    last_status: int | None
    last_error: str


class ClaimedMessage(Record, frozen=True):
    """A message to be sent now, with the event it tells of."""

    id: int
    position: int
    stream: str
    sequence: int
    kind: str
    data: str
    recorded_at: datetime
    order_id: int | None
    order_version: int | None
    attempts: int


class Told(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The body of a message, after Standard Webhooks. `data` is what the event says, as the JSON Schema of `type` describes it.

    `sequence` runs 1..n in its stream; `order_version` is the version the order had after the event.
    """

    type: str
    timestamp: datetime
    version: int
    position: int
    stream: str
    sequence: int
    order_id: int | None = None
    order_version: int | None = None
    data: msgspec.Raw
