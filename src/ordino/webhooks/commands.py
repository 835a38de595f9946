"""What may be asked of webhooks. Commands carry seals: a secret is made at the edge, shown once, and never journaled."""

from typing import ClassVar

from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Result
from ordino.webhooks.secret import SecretSeal


class WebhookResult(Result, frozen=True, kw_only=True):
    """The webhook and the state it is in now."""

    webhook_id: int
    name: str
    state: str


class WebhookCommand(Command, frozen=True, kw_only=True):
    """A command on webhooks."""

    context: ClassVar[str] = "webhooks"
    result: ClassVar[type[Result]] = WebhookResult


class OnWebhook(WebhookCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A command on a webhook that there is."""

    webhook_id: int


class CreateWebhook(WebhookCommand, frozen=True, kw_only=True):
    """Tell a receiver of what happens, by signed messages after Standard Webhooks.

    Without `event_types` it is told of every event. With `channel_id` it is told of the orders of that channel only. It begins
    now, or behind the position of the journal that `after_position` names (0: with the first event there is). Who creates one
    must be permitted to read events.
    """

    name: str
    url: str
    seal: SecretSeal
    event_types: tuple[str, ...] = ()
    channel_id: int | None = None
    after_position: int | None = None


class ChangeWebhook(OnWebhook, frozen=True, kw_only=True, omit_defaults=True):
    """Send to another address, or tell of other events; what is not given stays as it is."""

    url: str | UnsetType = UNSET
    event_types: tuple[str, ...] | UnsetType = UNSET


class RotateWebhookSecret(OnWebhook, frozen=True, kw_only=True):
    """Give a webhook another secret; for `overlap_hours` more, messages carry a signature by each of the two."""

    seal: SecretSeal
    overlap_hours: int = 24


class PauseWebhook(OnWebhook, frozen=True, kw_only=True):
    """Send nothing until it is resumed; nothing is lost. With `alert` a person is told."""

    reason: str = ""
    alert: bool = False


class ResumeWebhook(OnWebhook, frozen=True, kw_only=True):
    """Go on where it was paused; what waited for another try is tried at once."""


class ReplayWebhook(OnWebhook, frozen=True, kw_only=True):
    """Tell everything behind a position of the journal again (0: everything), each message under the id it had."""

    after_position: int


class ResendWebhookMessages(OnWebhook, frozen=True, kw_only=True):
    """Try the messages again that were set aside."""


class SetAsideWebhookMessage(OnWebhook, frozen=True, kw_only=True):
    """Give a message up that the receiver did not take; a person is told, and later ones of its order go on."""

    position: int
    reason: str


class EndWebhook(OnWebhook, frozen=True, kw_only=True):
    """Send nothing any more; it cannot be undone."""

    reason: str = ""
