"""Sends the messages that were requested: the effect `send_email`.

A worker may die after the server took a message and before that was recorded. A folder is looked into first. An SMTP server
cannot be asked: the message is sent again under the same Message-ID, since a confirmation twice harms less than none.
"""

import smtplib
from typing import Protocol, TypeGuard

import msgspec
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ordino.adapters.mail.compose import compose, message_id_of
from ordino.engine import SYSTEM, Engine
from ordino.engine.effect_rows import Intent
from ordino.engine.effects import EffectFailed
from ordino.kernel.messages import Refused
from ordino.notifications.commands import (
    MarkNotificationFailed,
    MarkNotificationSent,
    MessageCommand,
    SuppressNotification,
)
from ordino.notifications.facts import EmailToSend
from ordino.notifications.lifecycle import PENDING
from ordino.notifications.queries import Letter
from ordino.notifications.queries import letter as read_letter
from ordino.orders.queries import show_order
from ordino.orders.views import OrderView

_PERMANENT = range(500, 600)
_OF_OPEN_ORDERS = ("confirmation", "delay")
_ENDED = ("canceled", "expired")


class _Memory(Protocol):
    """A backend that knows what it has sent."""

    def holds(self, message_id: str) -> bool: ...


class EmailPerformer:
    """Performs the effect `send_email` through Django's configured backend."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def perform(self, intent: Intent) -> None:
        """Send the message and record it. Raises EffectFailed where the server refuses it for good."""
        found = self._read(intent)
        if found is None:
            return
        letter, view = found
        reason = _untold(letter, view)
        if reason:
            self._record(SuppressNotification(message_id=letter.id, reason=reason))
            return
        try:
            _send(compose(letter, view))
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as failure:
            if not _is_final(failure):
                raise
            self._record(MarkNotificationFailed(message_id=letter.id, reason=str(failure)))
            raise EffectFailed(str(failure)) from failure
        self._record(MarkNotificationSent(message_id=letter.id))

    def happened(self, intent: Intent) -> bool:
        """Whether the message has left; where only the record of it is missing, it is recorded now."""
        found = self._read(intent)
        if found is None:
            return True
        letter, _ = found
        backend = get_connection()
        if not _remembers(backend) or not backend.holds(message_id_of(letter)):
            return False
        self._record(MarkNotificationSent(message_id=letter.id))
        return True

    def _read(self, intent: Intent) -> tuple[Letter, OrderView] | None:
        """The message and its order; None where this attempt is settled."""
        wanted = msgspec.json.decode(intent.payload, type=EmailToSend)
        with self._engine.reader() as reader:
            letter = read_letter(reader, wanted.message_id)
            if letter is None or letter.state != PENDING or letter.attempt != wanted.attempt:
                return None
            view = show_order(reader, letter.order_id)
        return None if view is None else (letter, view)

    def _record(self, command: MessageCommand) -> None:
        (outcome,) = self._engine.execute([command], actor=SYSTEM)
        if isinstance(outcome, Refused):
            raise RuntimeError(outcome.problem.detail())


def _untold(letter: Letter, view: OrderView) -> str:
    """Why the message is not sent any more, or an empty text: nobody is thanked for an order that has ended already."""
    if not letter.enabled:
        return "its channel no longer tells its customers"
    if letter.occasion in _OF_OPEN_ORDERS and view.order.state in _ENDED:
        return f"the order was {view.order.state} before it left"
    return ""


def _send(email: EmailMessage) -> None:
    backend = get_connection()
    if backend.send_messages([email]) != 1:
        raise ConnectionError("the e-mail backend did not take the message")


def _is_final(failure: Exception) -> bool:
    """Whether sending again would fail again: the server said 5xx, or the message cannot be written at all."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code in _PERMANENT for code, _ in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPAuthenticationError):
        return False
    return not isinstance(failure, smtplib.SMTPResponseException) or failure.smtp_code in _PERMANENT


def _remembers(backend: BaseEmailBackend | _Memory) -> TypeGuard[_Memory]:
    return hasattr(backend, "holds")
