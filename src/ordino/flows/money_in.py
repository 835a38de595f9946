"""How money comes in and what it lets go on, in the same transaction.

An order is covered: it need not wait for a payment any more. It is not covered any more: it waits; what is invoiced and was not
captured is taken from the next authorization. It changes or ends: what was captured beyond what is due goes back, and what an
ended order had set aside is given up.

It is split or merged: its money follows what it pays for.

Documents follow: what is handed over or performed is invoiced; an invoice of a prepaid order takes what was authorized; what is
captured pays invoices; what is refunded settles credit notes; what is canceled after it was invoiced is credited. A customer's
transfer becomes payments of its orders, and what is left of it does when later invoices are open.
"""

from collections.abc import Sequence

from ordino.billing.commands import CreditCanceledUnits, IssueInvoice, RecordPayout, RecordReceipt
from ordino.billing.events import CreditNoteIssued, InvoiceIssued, TransferAllocated, TransferRecorded
from ordino.billing.rows import InvoicedUnits, OrderPart
from ordino.delivery.events import ServicesPerformed, ShipmentHandedOver
from ordino.engine import follows
from ordino.exceptions.events import ExceptionResolved
from ordino.kernel.money import Money
from ordino.orders.commands import HoldOrder, ReleaseHolds
from ordino.orders.events import OrderCanceled, OrderChanged, OrderExpired, OrderMerged, OrderSplit
from ordino.payments.commands import (
    CaptureOpenInvoices,
    CapturePayment,
    MovePayments,
    RecordPayment,
    RefundOrder,
    SettleBalance,
)
from ordino.payments.events import (
    PaymentAuthorized,
    PaymentCaptured,
    PaymentCovered,
    PaymentMissing,
    PaymentMovedIn,
    PaymentMovedOut,
    PaymentRefunded,
    RefundReversed,
)

PAYMENT = "payment"


@follows(required=False)
def let_a_covered_order_go_on(covered: PaymentCovered) -> ReleaseHolds:
    return ReleaseHolds(order_id=covered.order_id, reason=PAYMENT, note="covered")


@follows(required=False)
def let_an_order_wait_for_what_is_missing(missing: PaymentMissing) -> HoldOrder | None:
    if missing.held:
        return None
    detail = f"{Money(missing.missing_minor, missing.currency)} are neither authorized nor captured."
    return HoldOrder(order_id=missing.order_id, reason=PAYMENT, detail=detail)


@follows(required=True)
def settle_what_an_order_comes_to_now(changed: OrderChanged | OrderCanceled | OrderExpired) -> SettleBalance | None:
    if isinstance(changed, OrderChanged) and changed.total_minor_before == changed.total_minor_after:
        return None
    return SettleBalance(order_id=changed.order_id)


@follows(required=True)
def give_back_what_nobody_keeps(resolved: ExceptionResolved) -> SettleBalance | None:
    """Whoever says that an order is not overpaid any more gives back what still is too much, or does not say it."""
    if resolved.exception_kind != "overpaid" or resolved.order_id is None:
        return None
    return SettleBalance(order_id=resolved.order_id)


@follows(required=False)
def give_back_what_came_too_late(came: PaymentCaptured | PaymentAuthorized) -> SettleBalance | None:
    too_late = came.excess_minor > 0 if isinstance(came, PaymentCaptured) else came.unneeded
    return SettleBalance(order_id=came.order_id) if too_late else None


@follows(required=False)
def take_what_an_earlier_authorization_did_not_cover(authorized: PaymentAuthorized) -> CaptureOpenInvoices | None:
    if authorized.unneeded or not authorized.invoice_open_minor:
        return None
    return CaptureOpenInvoices(order_id=authorized.order_id)


@follows(required=True)
def invoice_what_was_fulfilled(fulfilled: ShipmentHandedOver | ServicesPerformed) -> IssueInvoice:
    return IssueInvoice(
        order_id=fulfilled.order_id,
        shipment_id=fulfilled.shipment_id if isinstance(fulfilled, ShipmentHandedOver) else None,
        lines=tuple(InvoicedUnits(units.line_number, units.quantity) for units in fulfilled.lines),
        fulfilled=True,
    )


@follows(required=True)
def credit_what_was_canceled(changed: OrderChanged) -> CreditCanceledUnits | None:
    if not changed.canceled and not changed.canceled_charges:
        return None
    return CreditCanceledUnits(order_id=changed.order_id, charges=changed.canceled_charges)


@follows(required=True)
def credit_what_ended(ended: OrderCanceled | OrderExpired) -> CreditCanceledUnits:
    return CreditCanceledUnits(order_id=ended.order_id)


@follows(required=True)
def credit_what_was_split_off(split: OrderSplit) -> CreditCanceledUnits:
    return CreditCanceledUnits(order_id=split.order_id)


@follows(required=True)
def credit_what_was_merged(merged: OrderMerged) -> CreditCanceledUnits:
    return CreditCanceledUnits(order_id=merged.from_order_id)


@follows(required=True)
def let_money_follow_what_was_split_off(split: OrderSplit) -> MovePayments:
    moved_minor = split.total_minor_before - split.total_minor_after
    return MovePayments(order_id=split.order_id, to_order_id=split.new_order_id, moved_minor=moved_minor)


@follows(required=True)
def let_money_follow_what_was_merged(merged: OrderMerged) -> MovePayments:
    return MovePayments(order_id=merged.from_order_id, to_order_id=merged.order_id)


@follows(required=True)
def book_what_went_to_another_order(moved: PaymentMovedOut) -> RecordPayout | None:
    if not moved.captured_minor:
        return None
    return RecordPayout(order_id=moved.order_id, refund_id=None, amount_minor=moved.captured_minor)


@follows(required=True)
def book_what_came_from_another_order(moved: PaymentMovedIn) -> RecordReceipt | None:
    if not moved.captured_minor:
        return None
    return RecordReceipt(
        order_id=moved.order_id,
        payment_id=moved.payment_id,
        capture_id=moved.capture_id,
        amount_minor=moved.captured_minor,
    )


@follows(required=True)
def book_what_came_in(captured: PaymentCaptured) -> RecordReceipt:
    return RecordReceipt(
        order_id=captured.order_id,
        payment_id=captured.payment_id,
        capture_id=captured.capture_id,
        amount_minor=captured.amount_minor,
    )


@follows(required=True)
def book_what_went_back(refunded: PaymentRefunded) -> RecordPayout:
    return RecordPayout(order_id=refunded.order_id, refund_id=refunded.refund_id, amount_minor=refunded.amount_minor)


@follows(required=True)
def book_what_did_not_arrive(reversed_refund: RefundReversed) -> RecordReceipt:
    return RecordReceipt(
        order_id=reversed_refund.order_id,
        payment_id=reversed_refund.payment_id,
        capture_id=None,
        amount_minor=reversed_refund.amount_minor,
    )


@follows(required=False)
def take_what_is_invoiced(invoice: InvoiceIssued) -> CapturePayment | None:
    if invoice.payment_terms != "prepaid" or not invoice.open_minor or not invoice.authorized_minor:
        return None
    return CapturePayment(
        order_id=invoice.order_id, amount_minor=invoice.open_minor, reference=f"invoice/{invoice.number}"
    )


@follows(required=False)
def pay_out_what_is_credited(note: CreditNoteIssued) -> RefundOrder | None:
    if not note.pay_out or not note.open_minor:
        return None
    return RefundOrder(
        order_id=note.order_id,
        amount_minor=note.open_minor,
        reason="credit note",
        reference=f"credit_note/{note.number}",
        to=note.pay_out,
    )


@follows(required=True)
def pay_orders_with_a_transfer(transfer: TransferRecorded) -> tuple[RecordPayment, ...]:
    return _transferred(transfer.parts, f"transfer/{transfer.transfer_id}")


@follows(required=True)
def pay_orders_with_what_was_left_of_it(transfer: TransferAllocated) -> tuple[RecordPayment, ...]:
    return _transferred(transfer.parts, f"transfer/{transfer.transfer_id}/after/{transfer.given_before_minor}")


def _transferred(parts: Sequence[OrderPart], reference: str) -> tuple[RecordPayment, ...]:
    return tuple(
        RecordPayment(
            order_id=part.order_id,
            amount_minor=part.amount_minor,
            method="transfer",
            reference=f"{reference}/{part.order_id}",
        )
        for part in parts
    )
