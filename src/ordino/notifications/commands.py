"""What may be asked about messages to customers."""

from typing import ClassVar

from ordino.kernel.messages import Command, Result
from ordino.notifications.rows import Facts, Language, Occasion


class NotificationCommand(Command, frozen=True, kw_only=True):
    """A command on messages to customers."""

    context: ClassVar[str] = "notifications"


class NotificationResult(Result, frozen=True, kw_only=True):
    """The message and its state; without a number where the customer is not told: no address, or switched off."""

    message_id: int | None
    state: str


class SendNotification(NotificationCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Tell the customer of an order about an occasion, once for each `reference` (a shipment, a refund, a new date).

    Nothing is written where the channel does not tell its customers, the order has no e-mail address, or it was placed
    before its channel began to tell.
    """

    result: ClassVar[type[Result]] = NotificationResult
    order_id: int
    occasion: Occasion
    reference: str = ""
    facts: Facts = Facts()


class MessageCommand(NotificationCommand, frozen=True, kw_only=True):
    """A command on one message."""

    result: ClassVar[type[Result]] = NotificationResult
    message_id: int


class MarkNotificationSent(MessageCommand, frozen=True, kw_only=True):
    """Say that a message has left."""


class MarkNotificationFailed(MessageCommand, frozen=True, kw_only=True):
    """Say that a message cannot be delivered, and why."""

    reason: str


class SuppressNotification(MessageCommand, frozen=True, kw_only=True):
    """Say that a message was not sent on purpose, and why."""

    reason: str


class ResendNotification(MessageCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Send a message again, to the same or to another address."""

    recipient: str = ""


class NotificationsSet(Result, frozen=True, kw_only=True):
    """How the channel tells its customers now."""

    channel: str
    enabled: bool


class SetNotifications(NotificationCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let a channel tell the customers of orders placed from now on, or stop it.

    `sender` is the address that messages come from; `language` is for customers whose own is not known or not spoken.
    """

    result: ClassVar[type[Result]] = NotificationsSet
    channel: str
    enabled: bool
    sender: str = ""
    sender_name: str = ""
    language: str = "en"


class MessageTemplateSet(Result, frozen=True, kw_only=True):
    """Of which occasion and language; `own` says whether the merchant's own words are sent now."""

    occasion: Occasion
    language: str
    own: bool


class SetMessageTemplate(NotificationCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say the words of messages about an occasion in a language; without any, those that are built in are sent again.

    Placeholders such as `{order}` stand for the facts of an order; which there are depends on the occasion.
    """

    result: ClassVar[type[Result]] = MessageTemplateSet
    occasion: Occasion
    language: Language
    subject: str = ""
    text: str = ""
