"""How bought goods come in, in the same transaction.

A purchase order is sent: its goods are expected, and promises count on them. Its dates slip: so do theirs. Goods arrive: they are
taken in as what was announced, the tolerated rest beside it. It ends: nothing more is expected. An invoice that differs waits for
a person.
"""

from ordino.engine import follows
from ordino.exceptions.commands import RaiseException
from ordino.exceptions.kinds import FINANCE
from ordino.inventory.commands import (
    CancelIncoming,
    CloseIncoming,
    ExpectStock,
    ReceiveIncoming,
    ReceiveStock,
    RescheduleIncoming,
)
from ordino.kernel.money import Money
from ordino.procurement.book import line_reference, receipt_reference
from ordino.procurement.events import (
    PurchaseOrderAcknowledged,
    PurchaseOrderCanceled,
    PurchaseOrderClosed,
    PurchaseOrderReceived,
    PurchaseOrderSent,
    SupplierInvoiceRecorded,
)
from ordino.procurement.lifecycle import VARIANCE_HOLD


@follows(required=True)
def expect_what_was_ordered(sent: PurchaseOrderSent) -> tuple[ExpectStock, ...]:
    return tuple(
        ExpectStock(
            sku=line.sku,
            location=sent.location,
            quantity=line.quantity,
            expected_at=line.expected_at,
            reference=line_reference(sent.purchase_order_id, line.line_number),
        )
        for line in sent.lines
    )


@follows(required=True)
def expect_it_at_another_time(answered: PurchaseOrderAcknowledged) -> tuple[RescheduleIncoming, ...]:
    return tuple(
        RescheduleIncoming(incoming_id=moved.incoming_id, expected_at=moved.expected_at) for moved in answered.moved
    )


@follows(required=True)
def expect_nothing_of_it(ended: PurchaseOrderAcknowledged | PurchaseOrderCanceled) -> tuple[CancelIncoming, ...]:
    reason = f"purchase order {ended.purchase_order_id} was canceled"
    return tuple(CancelIncoming(incoming_id=incoming_id, reason=reason) for incoming_id in ended.given_up)


@follows(required=True)
def expect_nothing_more(closed: PurchaseOrderClosed) -> tuple[CloseIncoming, ...]:
    reason = f"purchase order {closed.purchase_order_id} was closed"
    return tuple(CloseIncoming(incoming_id=incoming_id, reason=reason) for incoming_id in closed.given_up)


@follows(required=True)
def take_in_what_was_announced(received: PurchaseOrderReceived) -> tuple[ReceiveIncoming, ...]:
    return tuple(
        ReceiveIncoming(
            incoming_id=line.incoming_id,
            quantity=line.announced,
            reference=receipt_reference(received.receipt_id),
            lot=line.lot,
            lot_expires_on=line.lot_expires_on,
            serials=line.serials[: line.announced],
        )
        for line in received.lines
        if line.incoming_id is not None
    )


@follows(required=True)
def take_in_what_is_tolerated(received: PurchaseOrderReceived) -> tuple[ReceiveStock, ...]:
    return tuple(
        ReceiveStock(
            sku=line.sku,
            location=received.location,
            quantity=line.accepted - line.announced,
            reference=receipt_reference(received.receipt_id),
            lot=line.lot,
            lot_expires_on=line.lot_expires_on,
            serials=line.serials[line.announced :],
        )
        for line in received.lines
        if line.accepted > line.announced
    )


@follows(required=False)
def look_at_what_a_supplier_asks_too_much(recorded: SupplierInvoiceRecorded) -> RaiseException | None:
    if recorded.state != VARIANCE_HOLD:
        return None
    variance = Money(recorded.variance_minor, recorded.currency)
    return RaiseException(
        exception_kind="supplier_invoice_variance",
        subject=f"supplier_invoice/{recorded.invoice_id}",
        detail=f"Invoice {recorded.number} of purchase order {recorded.purchase_order_id} differs by {variance}.",
        suggested_step="Ask the supplier for a corrected invoice, or approve it with a reason.",
        owner=FINANCE,
    )
