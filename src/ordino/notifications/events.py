"""What customers were told, on the stream of their order; settings are on `notifications/<channel>`."""

from ordino.kernel.messages import Event


class MessageEvent(Event, frozen=True, kw_only=True):
    """Something about a message to the customer of an order."""

    order_id: int
    message_id: int
    occasion: str


class NotificationRequested(MessageEvent, frozen=True, kw_only=True):
    """A message to the customer is to be sent."""


class NotificationSent(MessageEvent, frozen=True, kw_only=True):
    """A message to the customer has left."""


class NotificationFailed(MessageEvent, frozen=True, kw_only=True):
    """A message did not reach the customer."""

    reason: str


class NotificationSuppressed(MessageEvent, frozen=True, kw_only=True):
    """A message was not sent on purpose."""

    reason: str


class NotificationResent(MessageEvent, frozen=True, kw_only=True):
    """A message is sent once more."""


class NotificationsConfigured(Event, frozen=True, kw_only=True):
    """How a channel tells its customers was changed."""

    channel: str
    enabled: bool


class MessageTemplateChanged(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The words of messages about an occasion are others now, on the stream `notifications/templates`; empty is built in."""

    occasion: str
    language: str
    subject: str = ""
    text: str = ""
