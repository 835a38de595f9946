"""What became of messages, and messages that are sent again."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Event, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem, StateRefuses
from ordino.kernel.registration import check_text
from ordino.notifications.addresses import is_address
from ordino.notifications.commands import (
    MarkNotificationFailed,
    MarkNotificationSent,
    MessageCommand,
    NotificationResult,
    ResendNotification,
    SuppressNotification,
)
from ordino.notifications.events import (
    NotificationFailed,
    NotificationResent,
    NotificationSent,
    NotificationSuppressed,
)
from ordino.notifications.facts import SQL, email_intent
from ordino.notifications.lifecycle import MESSAGE
from ordino.orders.events import order_stream

LONGEST_REASON = 500
C = TypeVar("C", bound=MessageCommand)


class _Message(Record, frozen=True):
    id: int
    key: str
    order_id: int
    occasion: str
    recipient: str
    state: str
    attempt: int


class _Settled(Record, frozen=True):
    id: int
    state: str
    reason: str
    recipient: str
    attempt: int


class _Change(Record, frozen=True):
    """What a command makes of a message beside its state, and the event that tells it."""

    event: Event
    reason: str = ""
    recipient: str = ""
    again: bool = False


@handles(MarkNotificationSent)
def mark_notification_sent(unit: Unit, commands: Sequence[MarkNotificationSent]) -> list[Decision]:
    """The messages have left."""
    return _change(
        unit,
        commands,
        lambda row, _: _Change(NotificationSent(order_id=row.order_id, message_id=row.id, occasion=row.occasion)),
    )


@handles(MarkNotificationFailed)
def mark_notification_failed(unit: Unit, commands: Sequence[MarkNotificationFailed]) -> list[Decision]:
    """The messages cannot be delivered."""

    def failed(row: _Message, command: MarkNotificationFailed) -> _Change:
        reason = command.reason[:LONGEST_REASON] or "no reason was given"
        event = NotificationFailed(order_id=row.order_id, message_id=row.id, occasion=row.occasion, reason=reason)
        return _Change(event, reason)

    return _change(unit, commands, failed)


@handles(SuppressNotification)
def suppress_notification(unit: Unit, commands: Sequence[SuppressNotification]) -> list[Decision]:
    """The messages are not sent, on purpose."""

    def suppressed(row: _Message, command: SuppressNotification) -> _Change:
        reason = command.reason[:LONGEST_REASON] or "no reason was given"
        event = NotificationSuppressed(order_id=row.order_id, message_id=row.id, occasion=row.occasion, reason=reason)
        return _Change(event, reason)

    return _change(unit, commands, suppressed)


@handles(ResendNotification)
def resend_notification(unit: Unit, commands: Sequence[ResendNotification]) -> list[Decision]:
    """The messages are sent once more, perhaps to another address."""

    def resent(row: _Message, command: ResendNotification) -> _Change | Problem:
        if command.recipient and not is_address(command.recipient):
            return InvalidInput(field="recipient", reason="is no e-mail address")
        event = NotificationResent(order_id=row.order_id, message_id=row.id, occasion=row.occasion)
        return _Change(event, recipient=command.recipient, again=True)

    return _change(unit, commands, resent)


def _change(unit: Unit, commands: Sequence[C], change_of: Callable[[_Message, C], _Change | Problem]) -> list[Decision]:
    ids = sorted({command.message_id for command in commands})
    found = {row.id: row for row in unit.fetch(SQL.lock_messages, _Message, ids=ids)}
    rows: dict[int, _Settled] = {}
    decisions: list[Decision] = []
    for command in commands:
        before = found.get(command.message_id)
        if before is None:
            decisions.append(Refused(NotFound(what="message", reference=str(command.message_id))))
            continue
        change = _refusal(before, command) or change_of(before, command)
        if isinstance(change, Problem):
            decisions.append(Refused(change))
            continue
        state = MESSAGE.target(before.state, command.kind()) or before.state
        row = _Settled(
            before.id, state, change.reason, change.recipient or before.recipient, before.attempt + int(change.again)
        )
        rows[row.id] = row
        found[row.id] = structs.replace(before, state=state, recipient=row.recipient, attempt=row.attempt)
        if change.again:
            unit.request(email_intent(row.id, before.key, row.attempt))
        result = NotificationResult(message_id=row.id, state=state)
        decisions.append(Done(result, (StreamEvent(order_stream(before.order_id), change.event),)))
    unit.write(SQL.set_messages, list(rows.values()), now=unit.now)
    return decisions


def _refusal(found: _Message, command: MessageCommand) -> Problem | None:
    if MESSAGE.target(found.state, command.kind()) is not None:
        return check_text(command)
    return StateRefuses(
        subject=f"Message {found.id}",
        state=found.state,
        command=command.kind(),
        permitted=MESSAGE.permitted(found.state),
    )
