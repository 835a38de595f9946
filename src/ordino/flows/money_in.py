"""How money comes in and what it lets go on, in the same transaction.

An order is covered: it need not wait for a payment any more. It is not covered any more: it waits. It changes or ends: what was
captured beyond what is due goes back, and what an ended order had set aside is given up.

Documents follow: what is handed over or performed is invoiced; an invoice of a prepaid order takes what was authorized; what is
captured pays invoices; what is refunded settles credit notes; what is canceled after it was invoiced is credited. A customer's
transfer becomes payments of its orders.
"""

from ordino.billing.commands import CreditCanceledUnits, IssueInvoice, RecordPayout, RecordReceipt
from ordino.billing.events import CreditNoteIssued, InvoiceIssued, TransferRecorded
from ordino.billing.rows import InvoicedUnits
from ordino.delivery.events import ServicesPerformed, ShipmentHandedOver
from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.kernel.money import Money
from ordino.orders.commands import HoldOrder, ReleaseHolds
from ordino.orders.events import OrderCanceled, OrderChanged, OrderExpired, OrderMerged, OrderSplit, order_stream
from ordino.payments.commands import CapturePayment, RecordPayment, RefundOrder, SettleBalance
from ordino.payments.events import (
    PaymentAuthorized,
    PaymentCaptured,
    PaymentCovered,
    PaymentMissing,
    PaymentRefunded,
    RefundReversed,
)

PAYMENT = "payment"


@follows(PaymentCovered, required=False)
def let_a_covered_order_go_on(happened: StreamEvent) -> ReleaseHolds:
    assert isinstance(happened.event, PaymentCovered)
    return ReleaseHolds(order_id=happened.event.order_id, reason=PAYMENT, note="covered")


@follows(PaymentMissing, required=False)
def let_an_order_wait_for_what_is_missing(happened: StreamEvent) -> HoldOrder | None:
    missing = happened.event
    assert isinstance(missing, PaymentMissing)
    if missing.held:
        return None
    detail = f"{Money(missing.missing_minor, missing.currency)} are neither authorized nor captured."
    return HoldOrder(order_id=missing.order_id, reason=PAYMENT, detail=detail)


@follows(OrderChanged, required=True)
@follows(OrderCanceled, required=True)
@follows(OrderExpired, required=True)
def settle_what_an_order_comes_to_now(happened: StreamEvent) -> SettleBalance | None:
    changed = happened.event
    assert isinstance(changed, OrderChanged | OrderCanceled | OrderExpired)
    if isinstance(changed, OrderChanged) and changed.total_minor_before == changed.total_minor_after:
        return None
    return SettleBalance(order_id=changed.order_id)


@follows(PaymentCaptured, required=False)
@follows(PaymentAuthorized, required=False)
def give_back_what_came_too_late(happened: StreamEvent) -> SettleBalance | None:
    came = happened.event
    assert isinstance(came, PaymentCaptured | PaymentAuthorized)
    too_late = came.excess_minor > 0 if isinstance(came, PaymentCaptured) else came.unneeded
    return SettleBalance(order_id=came.order_id) if too_late else None


@follows(ShipmentHandedOver, required=True)
@follows(ServicesPerformed, required=True)
def invoice_what_was_fulfilled(happened: StreamEvent) -> IssueInvoice:
    fulfilled = happened.event
    assert isinstance(fulfilled, ShipmentHandedOver | ServicesPerformed)
    return IssueInvoice(
        order_id=fulfilled.order_id,
        shipment_id=fulfilled.shipment_id if isinstance(fulfilled, ShipmentHandedOver) else None,
        lines=tuple(InvoicedUnits(units.line_number, units.quantity) for units in fulfilled.lines),
        fulfilled=True,
    )


@follows(OrderChanged, required=True)
def credit_what_was_canceled(happened: StreamEvent) -> CreditCanceledUnits | None:
    changed = happened.event
    assert isinstance(changed, OrderChanged)
    return CreditCanceledUnits(order_id=changed.order_id) if changed.canceled or changed.canceled_charges else None


@follows(OrderCanceled, required=True)
@follows(OrderExpired, required=True)
def credit_what_ended(happened: StreamEvent) -> CreditCanceledUnits:
    ended = happened.event
    assert isinstance(ended, OrderCanceled | OrderExpired)
    return CreditCanceledUnits(order_id=ended.order_id)


@follows(OrderSplit, required=True)
def credit_what_was_split_off(happened: StreamEvent) -> CreditCanceledUnits | None:
    split = happened.event
    assert isinstance(split, OrderSplit)
    return CreditCanceledUnits(order_id=split.order_id) if happened.stream == order_stream(split.order_id) else None


@follows(OrderMerged, required=True)
def credit_what_was_merged(happened: StreamEvent) -> CreditCanceledUnits | None:
    merged = happened.event
    assert isinstance(merged, OrderMerged)
    if happened.stream != order_stream(merged.from_order_id):
        return None
    return CreditCanceledUnits(order_id=merged.from_order_id)


@follows(PaymentCaptured, required=True)
def book_what_came_in(happened: StreamEvent) -> RecordReceipt:
    captured = happened.event
    assert isinstance(captured, PaymentCaptured)
    return RecordReceipt(
        order_id=captured.order_id,
        payment_id=captured.payment_id,
        capture_id=captured.capture_id,
        amount_minor=captured.amount_minor,
    )


@follows(PaymentRefunded, required=True)
def book_what_went_back(happened: StreamEvent) -> RecordPayout:
    refunded = happened.event
    assert isinstance(refunded, PaymentRefunded)
    return RecordPayout(order_id=refunded.order_id, refund_id=refunded.refund_id, amount_minor=refunded.amount_minor)


@follows(RefundReversed, required=True)
def book_what_did_not_arrive(happened: StreamEvent) -> RecordReceipt:
    reversed_refund = happened.event
    assert isinstance(reversed_refund, RefundReversed)
    return RecordReceipt(
        order_id=reversed_refund.order_id,
        payment_id=reversed_refund.payment_id,
        capture_id=None,
        amount_minor=reversed_refund.amount_minor,
    )


@follows(InvoiceIssued, required=False)
def take_what_is_invoiced(happened: StreamEvent) -> CapturePayment | None:
    invoice = happened.event
    assert isinstance(invoice, InvoiceIssued)
    if invoice.payment_terms != "prepaid" or not invoice.open_minor or not invoice.authorized_minor:
        return None
    return CapturePayment(
        order_id=invoice.order_id, amount_minor=invoice.open_minor, reference=f"invoice/{invoice.number}"
    )


@follows(CreditNoteIssued, required=False)
def pay_out_what_is_credited(happened: StreamEvent) -> RefundOrder | None:
    note = happened.event
    assert isinstance(note, CreditNoteIssued)
    if not note.pay_out or not note.open_minor:
        return None
    return RefundOrder(
        order_id=note.order_id,
        amount_minor=note.open_minor,
        reason="credit note",
        reference=f"credit_note/{note.number}",
        to=note.pay_out,
    )


@follows(TransferRecorded, required=True)
def pay_orders_with_a_transfer(happened: StreamEvent) -> tuple[RecordPayment, ...]:
    transfer = happened.event
    assert isinstance(transfer, TransferRecorded)
    return tuple(
        RecordPayment(
            order_id=part.order_id,
            amount_minor=part.amount_minor,
            method="transfer",
            reference=f"transfer/{transfer.transfer_id}/{part.order_id}",
        )
        for part in transfer.parts
    )
