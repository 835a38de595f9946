"""Treasurers: companies pay several invoices with one transfer, too much or for nothing; refunds by hand go wrong."""

from collections.abc import Sequence

from ordino.billing.commands import AllocateTransfer, RecordTransfer, ReturnTransfer
from ordino.kernel.messages import Command
from ordino.payments.commands import CaptureOpenInvoices, FailRefund, RequestRefund, ReverseRefund
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import COMPANIES

_AMOUNTS = (100, 5_000, 20_000, 150_000)


def receive(turn: Turn) -> Sequence[Command]:
    """Transfers of companies; the bank tells of some of them twice."""
    commands: list[Command] = []
    for place in range(1 + turn.dice.randrange(3)):
        told = RecordTransfer(
            customer_id=1 + turn.dice.randrange(COMPANIES),
            amount_minor=turn.choose(_AMOUNTS),
            currency="EUR",
            bank_reference=f"BANK-{turn.number}.{place}",
        )
        commands += [told] * turn.choose((1, 1, 2))
    return commands


def allocate(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.on_account, 3, keep=True)
    return [AllocateTransfer(transfer_id=work.key) for work in works]


def send_back(turn: Turn) -> Sequence[Command]:
    """What is left of a transfer goes back, or more than that is said to."""
    return [
        ReturnTransfer(transfer_id=work.key, amount_minor=work.amount + turn.choose((0, 0, 1)), note="not ours")
        for work in turn.pick(turn.book.on_account, 2, keep=True)
    ]


def order_at_the_bank(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.refunds, 4, keep=True)
    return [RequestRefund(refund_id=work.key, note="ordered") for work in works]


def fail(turn: Turn) -> Sequence[Command]:
    """An account is closed: a refund by hand cannot be given."""
    return [FailRefund(refund_id=work.key, note="account closed") for work in turn.pick(turn.book.refunds, 1)]


def come_back(turn: Turn) -> Sequence[Command]:
    """Money that was given back comes back; asked of a refund that a gateway gave, it is refused."""
    works = turn.pick(turn.book.given_back, 2)
    return [ReverseRefund(refund_id=work.key, note="returned by the bank") for work in works]


def capture_again(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.open_orders, 4, keep=True)
    return [CaptureOpenInvoices(order_id=work.key) for work in works]
