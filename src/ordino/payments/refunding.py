"""Giving money back: which payments it leaves, whether somebody must approve it, and who is asked."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound, Problem
from ordino.orders.ids import Ids
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.decide.spread import Room, spread
from ordino.payments.events import RefundApproved, RefundProposed
from ordino.payments.facts import RefundLimits
from ordino.payments.gateway import RegisteredGateway, gateway_of
from ordino.payments.payment import Payment
from ordino.payments.problems import RefundTooLarge
from ordino.payments.rows import RefundRow, RefundTo


class WantedRefund(Record, frozen=True):
    """Money to go back for an order."""

    amount_minor: int
    reason: str
    reference: str
    to: RefundTo = "original"


class Refunding:
    """Begins refunds for the orders of a batch."""

    def __init__(self, unit: Unit, book: PaymentBook, orders: Sequence[LockedOrder]) -> None:
        self._book = book
        self._calls = Calls(unit, book)
        self._ids = Ids(unit, "payments_refund_id_seq", block=len(orders))
        self._limits = RefundLimits(unit, (order.channel_id for order in orders))

    def begin(self, order: LockedOrder, wanted: WantedRefund) -> tuple[int, ...] | Problem:
        """Spread the amount over the captured payments, the newest first; answers the refunds, one a payment."""
        newest_first = sorted(self._book.payments(order.id), key=lambda payment: -payment.row.id)
        rooms = [Room(payment.row.id, self._book.refundable_minor(payment)) for payment in newest_first]
        parts, too_much_minor = spread(wanted.amount_minor, rooms)
        if too_much_minor:
            return self._too_large(order, wanted)
        payments = {payment.row.id: payment for payment in newest_first}
        for part in parts:
            code = refunding_gateway(wanted.to, payments[part.payment_id])
            if gateway_of(code) is None:
                return NotFound(what="payment gateway", reference=code)
        proposed = self._limits.needs_approval(order.channel_id, wanted.amount_minor)
        refund_ids = self._ids.take(len(parts))
        for refund_id, part in zip(refund_ids, parts, strict=True):
            self._add(refund_id, payments[part.payment_id], part.amount_minor, wanted, proposed=proposed)
        return refund_ids

    def _add(
        self, refund_id: int, payment: Payment, amount_minor: int, wanted: WantedRefund, *, proposed: bool
    ) -> None:
        refund = RefundRow(
            refund_id,
            payment.row.order_id,
            payment.row.id,
            amount_minor,
            wanted.reason,
            wanted.reference,
            wanted.to,
            "proposed" if proposed else "approved",
            f"payment/{payment.row.id}/refund/{refund_id}/{self._calls.moment}",
        )
        self._book.refunds.add(refund)
        if not proposed:
            let_go(self._book, self._calls, refund, payment)
            return
        event = RefundProposed(
            order_id=refund.order_id,
            payment_id=refund.payment_id,
            refund_id=refund.id,
            amount_minor=refund.amount_minor,
            reference=refund.reference,
            reason=refund.reason,
        )
        self._book.tell(refund.order_id, event)

    def _too_large(self, order: LockedOrder, wanted: WantedRefund) -> RefundTooLarge:
        sums = self._book.sums(order.id)
        payments = self._book.payments(order.id)
        return RefundTooLarge(
            order_id=order.id,
            currency=order.currency,
            wanted_minor=wanted.amount_minor,
            captured_minor=sums.captured_minor,
            refunded_minor=sums.refunded_minor,
            under_way_minor=sums.refunds_under_way_minor + sums.disputed_minor,
            refundable_minor=sum(self._book.refundable_minor(payment) for payment in payments),
        )


def let_go(book: PaymentBook, calls: Calls, refund: RefundRow, payment: Payment) -> None:
    """Let an approved refund go out: a gateway is asked, or the person is who gives money back by hand."""
    event = RefundApproved(
        order_id=refund.order_id,
        payment_id=refund.payment_id,
        refund_id=refund.id,
        amount_minor=refund.amount_minor,
        reference=refund.reference,
        reason=refund.reason,
        to=refund.destination,
    )
    book.tell(refund.order_id, event)
    gateway = carrying_out(refund, payment)
    if not gateway.by_hand:
        calls.ask(payment, gateway, "refund", refund.amount_minor, key=refund.request_key, reference=refund.reference)


def carrying_out(refund: RefundRow, payment: Payment) -> RegisteredGateway:
    """The gateway that carries out a refund."""
    code = refunding_gateway(refund.destination, payment)
    gateway = gateway_of(code)
    if gateway is None:
        raise LookupError(f"refund {refund.id} needs the payment gateway {code}, which is not installed")
    return gateway


def refunding_gateway(to: RefundTo, payment: Payment) -> str:
    """The code of the gateway that gives the money back; `store_credit` and `exchange` are gateways of their own."""
    return payment.row.gateway if to == "original" else to
