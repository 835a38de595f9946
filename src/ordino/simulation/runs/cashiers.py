"""Money: customers pay by hand or through a gateway that fails in many ways; refunds wait for somebody."""

from collections.abc import Sequence

from ordino.kernel.messages import Command
from ordino.payments.commands import (
    ApproveRefund,
    AuthorizePayment,
    ConfirmRefund,
    DeclineRefund,
    RecordPayment,
    RefundOrder,
    SettleBalance,
    VoidPayments,
)
from ordino.simulation.runs.turn import Turn

SANDBOX = "sandbox"
FAULTS = (
    "decline",
    "capture:decline",
    "timeout_before",
    "timeout_after",
    "authorize:timeout_after",
    "capture:timeout_after",
    "refund:timeout_after",
    "unknown",
    "delay",
    "duplicate",
    "disorder",
    "duplicate,disorder",
    "capture:disorder",
    "capture:duplicate",
    "refund:disorder",
)


def receive(turn: Turn) -> Sequence[Command]:
    """Customers pay what they owe, and sometimes less or more."""
    commands = []
    for work in turn.pick(turn.book.unpaid):
        owed = turn.book.order(work.key).owed_minor
        amount = owed + turn.choose((0, 0, 0, 0, 0, 0, 0, -1, 1, 500))
        if owed > 0 and amount > 0 and turn.book.order(work.key).terms != "paid_elsewhere":
            reference = f"TRANSFER-{turn.number}-{work.name}"
            commands.append(
                RecordPayment(order_id=work.key, amount_minor=amount, method="transfer", reference=reference)
            )
    return commands


def authorize(turn: Turn) -> Sequence[Command]:
    """Customers pay by card."""
    commands = []
    for work in turn.pick(turn.book.unpaid, 12):
        order = turn.book.order(work.key)
        if order.owed_minor > 0 and order.terms == "prepaid":
            token = turn.choose(FAULTS) if turn.happens(60) else "card"
            command = AuthorizePayment(
                order_id=work.key,
                amount_minor=order.owed_minor,
                gateway=SANDBOX,
                token=token,
                reference=f"CARD-{turn.number}-{work.name}",
            )
            commands.append(command)
    return commands


def void(turn: Turn) -> Sequence[Command]:
    return [VoidPayments(order_id=work.key) for work in turn.pick(turn.book.open_orders, 2, keep=True)]


def give_back(turn: Turn) -> Sequence[Command]:
    """Goodwill: an amount goes back that nobody asked the books about."""
    return [
        RefundOrder(
            order_id=work.order_id,
            amount_minor=turn.choose((1, 250, 100_000_000)),
            reason="goodwill",
            reference=f"goodwill/{turn.number}/{work.name}",
            to=turn.choose(("original", "original", "store_credit")),
        )
        for work in turn.pick(turn.book.arrived, 3, keep=True)
    ]


def settle(turn: Turn) -> Sequence[Command]:
    """Somebody looks through the orders that are overpaid, and gives back what is too much."""
    works = turn.pick(turn.book.open_orders, keep=True)
    return [SettleBalance(order_id=work.key) for work in works if turn.book.order(work.key).owed_minor < 0]


def decide_refunds(turn: Turn) -> Sequence[Command]:
    return [ApproveRefund(refund_id=work.key, note="fine") for work in turn.pick(turn.book.proposed)]


def decline_refunds(turn: Turn) -> Sequence[Command]:
    return [DeclineRefund(refund_id=work.key, note="no") for work in turn.pick(turn.book.proposed, 1)]


def pay_out(turn: Turn) -> Sequence[Command]:
    """Refunds by hand are given; asked for one that a gateway gives, nothing happens."""
    return [ConfirmRefund(refund_id=work.key) for work in turn.pick(turn.book.refunds)]
