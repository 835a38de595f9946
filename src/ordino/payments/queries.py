"""Reads for edges: payments with their history, refunds, what gateways said of payments nobody knows."""

from collections.abc import Sequence
from datetime import datetime

from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.orders.views import OrderHead
from ordino.payments.facts import SQL
from ordino.payments.lifecycle import PERMITTED, REFUND

PAGE = 50


class PaymentView(Record, frozen=True):
    """A payment as people see it. An authorization whose time has run out is not open, told or not."""

    id: int
    order_id: int
    gateway: str
    method: str
    currency: str
    gateway_reference: str
    authorized_minor: int
    captured_minor: int
    refunded_minor: int
    disputed_minor: int
    capturable_minor: int
    pending_minor: int
    expires_at: datetime | None
    created_at: datetime

    def open_minor(self, at: datetime) -> int:
        """What can still be captured at a moment."""
        return 0 if self.expires_at is not None and self.expires_at <= at else self.capturable_minor


class PaymentHappening(Record, frozen=True):
    """Something that was asked or said of a payment."""

    kind: str
    outcome: str
    amount_minor: int
    occurred_at: datetime
    recorded_at: datetime
    reference: str
    reason: str
    gateway: str
    event_id: str


class RefundView(Record, frozen=True):
    id: int
    order_id: int
    payment_id: int
    gateway: str
    currency: str
    amount_minor: int
    state: str
    to: str
    reason: str
    reference: str
    created_by: str
    created_at: datetime


class _OrderState(Record, frozen=True):
    id: int
    state: str


class WholePayment(Record, frozen=True):
    """A payment with its history."""

    payment: PaymentView
    history: tuple[PaymentHappening, ...]


def list_payments(
    reader: Reader,
    *,
    order_id: int | None = None,
    gateway: str | None = None,
    channel: str | None = None,
    window: Window = NEWEST,
) -> list[PaymentView]:
    """A page of payments, by number; with a channel those of its orders."""
    return reader.fetch_window(
        SQL.select_payment_page, PaymentView, window, order_id=order_id, gateway=gateway, channel=channel
    )


def show_payment(reader: Reader, payment_id: int) -> WholePayment | None:
    payment = reader.fetch_one(SQL.select_payment, PaymentView, payment_id=payment_id)
    if payment is None:
        return None
    history = reader.fetch(SQL.select_payment_history, PaymentHappening, payment_id=payment_id)
    return WholePayment(payment, tuple(history))


def list_refunds(
    reader: Reader,
    *,
    order_id: int | None = None,
    states: Sequence[str] = REFUND.states,
    channel: str | None = None,
    window: Window = NEWEST,
) -> list[RefundView]:
    """A page of refunds, by number; with a channel those of its orders."""
    return reader.fetch_window(
        SQL.select_refund_page, RefundView, window, order_id=order_id, states=list(states), channel=channel
    )


def show_refund(reader: Reader, refund_id: int) -> RefundView | None:
    """One refund; None where there is none."""
    rows = list_refunds(reader, window=Window(1, refund_id + 1))
    return next((row for row in rows if row.id == refund_id), None)


def permitted_now(reader: Reader, rows: Sequence[PaymentView], at: datetime) -> list[tuple[str, ...]]:
    """What may be done now with each payment: what its order's state permits, as far as there is money for it."""
    found = reader.fetch(SQL.select_order_states, _OrderState, order_ids=[row.order_id for row in rows])
    states = {order.id: order.state for order in found}
    return [_permitted(row, states[row.order_id], at) for row in rows]


def permitted_on(order: OrderHead) -> tuple[str, ...]:
    """What may be done now about an order's money: what its state permits, as far as there is money for it."""
    ours = order.payment_terms != "paid_elsewhere"
    possible = {
        "AuthorizePayment": ours,
        "RecordPayment": ours,
        "CapturePayment": order.authorized_minor > 0,
        "CaptureOpenInvoices": order.authorized_minor > 0 < order.invoice_open_minor,
        "VoidPayments": order.authorized_minor > 0,
        "RefundOrder": order.captured_minor > order.refunded_minor,
    }
    return tuple(
        command for command, is_possible in possible.items() if is_possible and order.state in PERMITTED[command]
    )


def _permitted(payment: PaymentView, state: str, at: datetime) -> tuple[str, ...]:
    money = {
        "CapturePayment": payment.open_minor(at),
        "VoidPayments": payment.open_minor(at),
        "RefundOrder": payment.captured_minor - payment.refunded_minor - payment.disputed_minor,
    }
    return tuple(command for command, minor in money.items() if minor > 0 and state in PERMITTED[command])


def unknown_payments(reader: Reader, *, limit: int = PAGE) -> list[PaymentHappening]:
    """What gateways said of payments that are not known here, the newest first."""
    return reader.fetch(SQL.select_unknown_payments, PaymentHappening, limit=limit)


def order_currency(reader: Reader, order_id: int) -> str | None:
    """The currency of an order, where there is such an order."""
    found = reader.fetch_values(SQL.select_order_currency, order_id=order_id)
    return str(found[0]) if found else None
