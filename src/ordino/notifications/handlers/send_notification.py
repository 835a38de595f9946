"""Tell customers, where their channel does so."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, StreamEvent
from ordino.notifications.addresses import is_address
from ordino.notifications.commands import NotificationResult, SendNotification
from ordino.notifications.events import NotificationRequested
from ordino.notifications.facts import SQL, ask_notifying_channels, email_intent, message_key
from ordino.notifications.lifecycle import PENDING, SUPPRESSED
from ordino.notifications.rows import Facts, language_of
from ordino.orders.events import order_stream
from ordino.orders.pending import PendingOrders

_NOBODY_TOLD = Known(NotificationResult(message_id=None, state=SUPPRESSED))


class _Order(Record, frozen=True):
    id: int
    channel_id: int
    customer_id: int | None
    email: str
    placed_at: datetime


class _Language(Record, frozen=True):
    customer_id: int
    language: str


class _Row(Record, frozen=True):
    id: int
    key: str
    order_id: int
    occasion: str
    language: str
    recipient: str
    facts: Facts


@handles(SendNotification)
def send_notifications(unit: Unit, commands: Sequence[SendNotification]) -> list[Decision]:
    """One cheap question where no channel tells its customers."""
    channels = {row.channel_id: row for row in ask_notifying_channels(unit).rows()}
    if not channels:
        return [_NOBODY_TOLD for _ in commands]
    orders = {
        order.id: order
        for order in _orders(unit, {command.order_id for command in commands})
        if is_address(order.email)
        and order.channel_id in channels
        and order.placed_at >= channels[order.channel_id].since
    }
    languages = _languages(unit, orders.values())
    told = [command for command in commands if command.order_id in orders]
    rows: dict[str, _Row] = {}
    for command, message_id in zip(told, unit.next_ids("notifications_message_id_seq", len(told)), strict=True):
        order = orders[command.order_id]
        language = language_of(languages.get(order.customer_id or 0, ""), channels[order.channel_id].language)
        key = message_key(order.id, command.occasion, command.reference)
        row = _Row(message_id, key, order.id, command.occasion, language, order.email, command.facts)
        rows.setdefault(key, row)
    new = set(unit.fetch_values(SQL.insert_messages, rows=list(rows.values()), now=unit.now)) if rows else set()
    return [_decision(unit, command, rows, new) for command in commands]


def _decision(unit: Unit, command: SendNotification, rows: dict[str, _Row], new: set[int]) -> Decision:
    """Each new message is answered once; one that was there is known."""
    row = rows.get(message_key(command.order_id, command.occasion, command.reference))
    if row is None or row.id not in new:
        return _NOBODY_TOLD
    new.remove(row.id)
    unit.request(email_intent(row.id, row.key, 1))
    event = NotificationRequested(order_id=row.order_id, message_id=row.id, occasion=row.occasion)
    result = NotificationResult(message_id=row.id, state=PENDING)
    return Done(result, (StreamEvent(order_stream(row.order_id), event),))


def _orders(unit: Unit, order_ids: set[int]) -> list[_Order]:
    """Orders as they are written, or as they will be where they were placed in this transaction."""
    pending = unit.pending(PendingOrders)
    placed_now = [row for order_id in order_ids if (row := pending.order(order_id)) is not None]
    found = [_Order(row.id, row.channel_id, row.customer_id, row.email, row.placed_at) for row in placed_now]
    written = sorted(order_ids - {row.id for row in placed_now})
    return found + (unit.fetch(SQL.select_orders, _Order, ids=written) if written else [])


def _languages(unit: Unit, orders: Iterable[_Order]) -> dict[int, str]:
    customers = sorted({order.customer_id for order in orders if order.customer_id is not None})
    if not customers:
        return {}
    return {row.customer_id: row.language for row in unit.fetch(SQL.select_languages, _Language, ids=customers)}
