"""What has happened to webhooks. Streams: `webhook/1`. No event holds a secret, and no webhook is told of these events."""

from datetime import datetime

from ordino.kernel.messages import Event

STREAM = "webhook/"


def webhook_stream(webhook_id: int) -> str:
    return f"{STREAM}{webhook_id}"


class WebhookCreated(Event, frozen=True, kw_only=True):
    """Without `event_types` it is told of all; `after_position` is null where it begins now."""

    webhook_id: int
    name: str
    url: str
    event_types: tuple[str, ...]
    channel_id: int | None
    after_position: int | None


class WebhookChanged(Event, frozen=True, kw_only=True):
    webhook_id: int
    url: str
    event_types: tuple[str, ...]


class WebhookSecretRotated(Event, frozen=True, kw_only=True):
    """Until `previous_until`, messages are signed with the secret before, too."""

    webhook_id: int
    previous_until: datetime


class WebhookPaused(Event, frozen=True, kw_only=True):
    """With `alert` a person is to look at it."""

    webhook_id: int
    name: str
    reason: str
    alert: bool


class WebhookResumed(Event, frozen=True, kw_only=True):
    webhook_id: int


class WebhookReplayed(Event, frozen=True, kw_only=True):
    webhook_id: int
    after_position: int


class WebhookMessageSetAside(Event, frozen=True, kw_only=True):
    """The receiver did not take the message about the event at this position of the journal."""

    webhook_id: int
    name: str
    position: int
    reason: str


class WebhookMessagesResent(Event, frozen=True, kw_only=True):
    webhook_id: int


class WebhookEnded(Event, frozen=True, kw_only=True):
    webhook_id: int
    reason: str
