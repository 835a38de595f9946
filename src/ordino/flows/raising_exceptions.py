"""What needs a person: everything that comes otherwise than agreed becomes a work item with an owner and a due time."""

from collections.abc import Sequence

from ordino.billing.events import InvoiceOverdue
from ordino.delivery.events import (
    DeliveryFailed,
    LabelRefused,
    LabelVoidRefused,
    ShipmentLost,
    ShipmentReturnedToSender,
)
from ordino.engine import follows
from ordino.exceptions.commands import RaiseException
from ordino.fulfillment.rows import FulfilledUnits
from ordino.notifications.events import NotificationFailed
from ordino.payments.events import (
    CaptureFailed,
    PaymentCaptured,
    PaymentDisputed,
    PaymentMissing,
    RefundFailed,
    RefundReversed,
)
from ordino.sourcing.events import AllocationsLost, BackordersFilled, LineResourced, PromisesChanged
from ordino.webhooks.events import WebhookMessageSetAside, WebhookPaused


@follows(required=False)
def look_for_units_that_were_counted_away(lost: AllocationsLost) -> RaiseException:
    units = ", ".join(f"{one.quantity} of line {one.line_number}" for one in lost.lost)
    return RaiseException(
        exception_kind="count_shortfall",
        subject=f"order/{lost.order_id}",
        order_id=lost.order_id,
        detail=f"A count found too little; the order waits again for {units}.",
    )


@follows(required=False)
def look_at_promises_that_slip(changed: PromisesChanged | BackordersFilled | LineResourced) -> RaiseException | None:
    if not changed.slips:
        return None
    slips = ", ".join(
        f"line {slip.line_number} from {slip.before or 'no date'} to {slip.after or 'no date'}"
        for slip in changed.slips
    )
    short = isinstance(changed, LineResourced) and changed.reason == "short"
    return RaiseException(
        exception_kind="short_pick" if short else "promise_late",
        subject=f"order/{changed.order_id}",
        order_id=changed.order_id,
        detail=f"Comes later than promised: {slips}.",
    )


@follows(required=False)
def claim_what_was_lost(lost: ShipmentLost) -> RaiseException:
    return RaiseException(
        exception_kind="shipment_lost",
        subject=f"shipment/{lost.shipment_id}",
        order_id=lost.order_id,
        detail=f"{_units(lost.lines)} will not arrive. {lost.detail}".strip(),
    )


@follows(required=False)
def buy_the_label_in_another_way(refused: LabelRefused) -> RaiseException:
    return RaiseException(
        exception_kind="label_refused",
        subject=_label(refused),
        order_id=refused.order_id,
        detail=f"{refused.carrier} does not sell the label: {refused.reason}",
    )


@follows(required=False)
def get_the_price_of_the_label_back(refused: LabelVoidRefused) -> RaiseException:
    return RaiseException(
        exception_kind="label_not_refunded",
        subject=_label(refused),
        order_id=refused.order_id,
        detail=f"{refused.carrier} does not take the label back: {refused.reason}",
    )


@follows(required=False)
def find_out_where_it_should_go(back: ShipmentReturnedToSender) -> RaiseException:
    return RaiseException(
        exception_kind="returned_to_sender",
        subject=f"shipment/{back.shipment_id}",
        order_id=back.order_id,
        detail=f"{_units(back.lines)} come back undelivered. {back.detail}".strip(),
    )


@follows(required=False)
def see_that_the_next_attempt_succeeds(failed: DeliveryFailed) -> RaiseException:
    return RaiseException(
        exception_kind="delivery_failed",
        subject=f"shipment/{failed.shipment_id}",
        order_id=failed.order_id,
        detail=f"An attempt to deliver failed. {failed.detail}".strip(),
    )


@follows(required=False)
def find_another_way_to_be_paid(failed: CaptureFailed) -> RaiseException:
    return RaiseException(
        exception_kind="capture_failed",
        subject=f"payment/{failed.payment_id}",
        order_id=failed.order_id,
        detail=f"What was authorized could not be taken: {failed.reason or 'no reason was given'}.",
        amount_minor=failed.amount_minor,
        currency=failed.currency,
    )


@follows(required=False)
def be_paid_for_what_has_left(missing: PaymentMissing) -> RaiseException | None:
    if not missing.uncaptured_minor:
        return None
    return RaiseException(
        exception_kind="payment_missing",
        subject=f"order/{missing.order_id}",
        order_id=missing.order_id,
        detail="What was invoiced is not authorized any more.",
        amount_minor=missing.uncaptured_minor,
        currency=missing.currency,
    )


@follows(required=False)
def decide_what_becomes_of_too_much_money(captured: PaymentCaptured) -> RaiseException | None:
    if not captured.overpaid_minor:
        return None
    return RaiseException(
        exception_kind="overpaid",
        subject=f"order/{captured.order_id}",
        order_id=captured.order_id,
        detail="More came in than is due.",
        amount_minor=captured.overpaid_minor,
        currency=captured.currency,
    )


@follows(required=False)
def refund_in_another_way(failed: RefundFailed | RefundReversed) -> RaiseException:
    subject = f"payment/{failed.payment_id}" if failed.refund_id is None else f"refund/{failed.refund_id}"
    detail = "The money came back: it did not reach the customer."
    if isinstance(failed, RefundFailed):
        detail = f"The money did not go back: {failed.reason or 'no reason was given'}."
    return RaiseException(
        exception_kind="refund_failed",
        subject=subject,
        order_id=failed.order_id,
        detail=detail,
        amount_minor=failed.amount_minor,
        currency=failed.currency,
    )


@follows(required=False)
def answer_the_dispute(disputed: PaymentDisputed) -> RaiseException:
    return RaiseException(
        exception_kind="payment_disputed",
        subject=f"payment/{disputed.payment_id}",
        order_id=disputed.order_id,
        detail=f"The customer's bank wants the money back: {disputed.reason or 'no reason was given'}",
        amount_minor=disputed.amount_minor,
        currency=disputed.currency,
    )


@follows(required=False)
def remind_the_customer(overdue: InvoiceOverdue) -> RaiseException:
    return RaiseException(
        exception_kind="invoice_overdue",
        subject=f"invoice/{overdue.number}",
        order_id=overdue.order_id,
        detail=f"Invoice {overdue.number} was due on {overdue.due_on}.",
        amount_minor=overdue.open_minor,
        currency=overdue.currency,
    )


@follows(required=False)
def reach_the_customer_in_another_way(failed: NotificationFailed) -> RaiseException:
    return RaiseException(
        exception_kind="message_failed",
        subject=f"message/{failed.message_id}",
        order_id=failed.order_id,
        detail=f"The customer did not get the message ({failed.occasion}): {failed.reason}",
    )


@follows(required=False)
def see_why_a_receiver_takes_nothing(given_up: WebhookMessageSetAside) -> RaiseException:
    return RaiseException(
        exception_kind="webhook_failed",
        subject=f"webhook/{given_up.webhook_id}",
        detail=f"Webhook {given_up.name} did not take the event at {given_up.position}: {given_up.reason}",
    )


@follows(required=False)
def see_why_a_webhook_was_stopped(paused: WebhookPaused) -> RaiseException | None:
    if not paused.alert:
        return None
    return RaiseException(
        exception_kind="webhook_failed",
        subject=f"webhook/{paused.webhook_id}",
        detail=f"Webhook {paused.name} is paused: {paused.reason}",
    )


def _units(lines: Sequence[FulfilledUnits]) -> str:
    return ", ".join(f"{units.quantity} × {units.sku}" for units in lines)


def _label(event: LabelRefused | LabelVoidRefused) -> str:
    return f"shipment/{event.shipment_id}" if event.return_id is None else f"return/{event.return_id}"
