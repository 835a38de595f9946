"""Payments and refunds as a person reads them on a terminal."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.kernel.money import Money, exact_minor, major_text
from ordino.kernel.problems import NotFound
from ordino.payments.commands import OrderPaid
from ordino.payments.queries import PaymentView, RefundView, WholePayment, order_currency


def read_amount(order_id: int, text: str, *, as_json: bool) -> int:
    """An amount like 25.00 in the order's currency, as minor units; leaves where it is none, or the order is not there."""
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        currency = order_currency(reader, order_id)
    if currency is None:
        refuse(NotFound(what="order", reference=str(order_id)), as_json=as_json)
    try:
        return exact_minor(Decimal(text), currency)
    except (InvalidOperation, ValueError):
        _not_an_amount(text, currency)


def _not_an_amount(text: str, currency: str) -> NoReturn:
    stop_with("Not understood", f"{text!r} is not an amount of {currency} like {major_text(2500, currency)}.")


def paid(result: OrderPaid) -> str:
    """The order's money in a sentence."""

    def money(minor: int) -> str:
        return str(Money(minor, result.currency))

    parts = [
        f"Order {result.order_id}: {money(result.captured_minor)} captured, {money(result.authorized_minor)} open, "
        f"{money(result.refunded_minor)} refunded."
    ]
    if result.pending_minor:
        parts.append(f"{money(result.pending_minor)} are asked for and not answered yet.")
    if result.missing_minor:
        parts.append(f"{money(result.missing_minor)} found no authorization.")
    if result.payment_ids:
        parts.append(f"Payment {', '.join(map(str, result.payment_ids))}.")
    if result.refund_ids:
        parts.append(f"Refund {', '.join(map(str, result.refund_ids))}.")
    return " ".join(parts)


def print_payments(rows: Sequence[PaymentView], now: datetime) -> None:
    table = _table(
        "Payment",
        "Order",
        "Gateway",
        "Method",
        numbers=("Authorized", "Captured", "Refunded", "Open", "Pending"),
        last="Ends",
    )
    for row in rows:
        figures = (
            row.authorized_minor,
            row.captured_minor,
            row.refunded_minor,
            row.open_minor(now),
            row.pending_minor,
        )
        table.add_row(
            str(row.id),
            str(row.order_id),
            escape(row.gateway),
            escape(row.method),
            *(major_text(figure, row.currency) for figure in figures),
            "" if row.expires_at is None else f"{row.expires_at:%Y-%m-%d %H:%M}",
        )
    console.print(table)


def print_payment(whole: WholePayment, now: datetime) -> None:
    payment = whole.payment
    console.print(
        f"Payment {payment.id} of order {payment.order_id} by {escape(payment.gateway)}, {escape(payment.method)}"
        f" {escape(payment.gateway_reference)}"
    )
    print_payments([payment], now)
    table = _table("When", "What", "Outcome", numbers=("Amount",), last="For, or why")
    for event in whole.history:
        table.add_row(
            f"{event.occurred_at:%Y-%m-%d %H:%M:%S}",
            event.kind.replace("_", " "),
            event.outcome,
            major_text(event.amount_minor, payment.currency),
            escape(event.reference or event.reason),
        )
    console.print(table)


def print_refunds(rows: Sequence[RefundView]) -> None:
    table = _table("Refund", "Order", "Gateway", "State", numbers=("Amount",), last="For")
    for row in rows:
        table.add_row(
            str(row.id),
            str(row.order_id),
            escape(row.gateway),
            row.state,
            major_text(row.amount_minor, row.currency),
            escape(f"{row.reference}: {row.reason}"),
        )
    console.print(table)


def _table(*names: str, numbers: Sequence[str], last: str) -> Table:
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(last)
    return table
