"""Buyers and their suppliers: goods come late, short or in excess, or are refused; invoices state too much."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from ordino.kernel.messages import Command
from ordino.procurement.commands import (
    AcknowledgePurchaseOrder,
    ApproveSupplierInvoice,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    DraftPurchaseOrder,
    PaySupplierInvoice,
    ReceivePurchaseOrder,
    RecordSupplierInvoice,
    SendPurchaseOrder,
)
from ordino.procurement.rows import Answer, ArrivedGoods, InvoicedGoods, LineDate, WantedGoods
from ordino.simulation.runs.book import Work
from ordino.simulation.runs.turn import Turn
from ordino.simulation.runs.world import ARTICLES, LOCATIONS, SUPPLIER

_ANSWERS: tuple[Answer, ...] = ("accepted", "accepted", "accepted", "changed", "changed", "rejected")


def draft(turn: Turn) -> Sequence[Command]:
    return [
        DraftPurchaseOrder(
            supplier=SUPPLIER,
            location=turn.choose(LOCATIONS),
            lines=tuple(
                WantedGoods(sku=article.code, quantity=turn.dice.randint(5, 60))
                for article in turn.dice.sample(ARTICLES, turn.dice.randint(1, 4))
            ),
            reference=f"BUY-{turn.number}.{place}",
        )
        for place in range(1 + turn.dice.randrange(3))
    ]


def send(turn: Turn) -> Sequence[Command]:
    return [SendPurchaseOrder(purchase_order_id=work.key) for work in turn.pick(turn.book.to_send, 6)]


def answer(turn: Turn) -> Sequence[Command]:
    """Suppliers confirm, let the date of a line slip, or say no."""
    commands = []
    for work in turn.pick(turn.book.bought, 4, keep=True):
        said = turn.choose(_ANSWERS)
        number, _ = turn.choose(work.lines)
        dates = (LineDate(line_number=number, expected_at=turn.now + timedelta(days=turn.dice.randint(1, 20))),)
        command = AcknowledgePurchaseOrder(
            purchase_order_id=work.key, answer=said, dates=dates if said == "changed" else ()
        )
        commands.append(command)
    return commands


def receive(turn: Turn) -> Sequence[Command]:
    """Goods come: fewer than ordered, all, or more, of which the tolerance is taken and the rest refused."""
    return [
        ReceivePurchaseOrder(
            purchase_order_id=work.key,
            location=work.text if turn.happens(95) else turn.choose(LOCATIONS),
            lines=tuple(_arrived(turn, number, quantity) for number, quantity in _some(turn, work)),
            reference=f"NOTE-{turn.number}-{work.name}",
        )
        for work in turn.pick(turn.book.bought, 5, keep=True)
    ]


def _some(turn: Turn, work: Work) -> tuple[tuple[int, int], ...]:
    return work.lines if turn.happens(60) else work.lines[:1]


def _arrived(turn: Turn, number: int, quantity: int) -> ArrivedGoods:
    came = turn.choose((quantity, quantity, quantity // 2, 1, quantity + 1, quantity + quantity // 5))
    return ArrivedGoods(line_number=number, quantity=max(1, came))


def close(turn: Turn) -> Sequence[Command]:
    """No more comes; of what nothing has come this is refused, and the other way round."""
    return [
        ClosePurchaseOrder(purchase_order_id=work.key, note="that is all")
        for work in turn.pick(turn.book.bought, 2, keep=True)
    ]


def cancel(turn: Turn) -> Sequence[Command]:
    return [
        CancelPurchaseOrder(purchase_order_id=work.key, reason="not needed")
        for work in turn.pick(turn.book.bought, 1, keep=True)
    ]


def invoice(turn: Turn) -> Sequence[Command]:
    """Suppliers bill what they sent, or more, at the agreed price or another, and sometimes again under the same number."""
    commands: list[Command] = []
    for work in turn.pick(turn.book.bought, 3, keep=True):
        stated = RecordSupplierInvoice(
            purchase_order_id=work.key,
            number=f"S-{turn.number}-{work.name}",
            lines=tuple(
                InvoicedGoods(line_number=number, quantity=quantity, unit_price=turn.choose((_PRICE, _PRICE, _DEARER)))
                for number, quantity in work.lines
            ),
            invoiced_on=turn.now.date(),
        )
        commands += [stated] * turn.choose((1, 1, 1, 2))
    return commands


def approve(turn: Turn) -> Sequence[Command]:
    return [
        ApproveSupplierInvoice(invoice_id=work.key, reason=turn.choose(("", "agreed by telephone")))
        for work in turn.pick(turn.book.supplier_invoices, 4, keep=True)
    ]


def pay(turn: Turn) -> Sequence[Command]:
    return [
        PaySupplierInvoice(invoice_id=work.key, reference=f"OUT-{work.key}")
        for work in turn.pick(turn.book.supplier_invoices, 4, keep=True)
    ]


_PRICE = Decimal("7.50")
_DEARER = Decimal("7.51")
