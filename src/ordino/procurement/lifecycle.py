"""The stored states of a purchase order and of a supplier's invoice.

Of what has come, `reached` says the case: `in part` until every line has what was ordered. A purchase order of which nothing
has come may be canceled, afterwards it is closed.
"""

from ordino.kernel.lifecycle import Lifecycle, Move

DRAFT, SENT, ACKNOWLEDGED = "draft", "sent", "acknowledged"
PARTIALLY_RECEIVED, RECEIVED, CLOSED, CANCELED = "partially_received", "received", "closed", "canceled"
ACCEPTED, CHANGED, REJECTED = "accepted", "changed", "rejected"
IN_PART, IN_FULL = "in part", "in full"

PURCHASE_ORDER = Lifecycle(
    "purchase order",
    states=(DRAFT, SENT, ACKNOWLEDGED, PARTIALLY_RECEIVED, RECEIVED, CLOSED, CANCELED),
    initial=(DRAFT,),
    final=(CLOSED, CANCELED),
    moves=(
        Move(DRAFT, "SendPurchaseOrder", SENT),
        *(
            Move(state, "AcknowledgePurchaseOrder", target, answer)
            for state in (SENT, ACKNOWLEDGED)
            for answer, target in ((ACCEPTED, ACKNOWLEDGED), (CHANGED, ACKNOWLEDGED), (REJECTED, CANCELED))
        ),
        Move(PARTIALLY_RECEIVED, "AcknowledgePurchaseOrder", PARTIALLY_RECEIVED, CHANGED),
        *(
            Move(state, "ReceivePurchaseOrder", target, case)
            for state in (SENT, ACKNOWLEDGED, PARTIALLY_RECEIVED)
            for case, target in ((IN_PART, PARTIALLY_RECEIVED), (IN_FULL, RECEIVED))
        ),
        Move(RECEIVED, "ReceivePurchaseOrder", RECEIVED, IN_FULL),
        *(
            Move(state, "RecordSupplierInvoice", state)
            for state in (SENT, ACKNOWLEDGED, PARTIALLY_RECEIVED, RECEIVED, CLOSED)
        ),
        *(Move(state, "ClosePurchaseOrder", CLOSED) for state in (PARTIALLY_RECEIVED, RECEIVED)),
        *(Move(state, "CancelPurchaseOrder", CANCELED) for state in (DRAFT, SENT, ACKNOWLEDGED)),
    ),
)

MATCHED, VARIANCE_HOLD, APPROVED, PAID = "matched", "variance_hold", "approved", "paid"

SUPPLIER_INVOICE = Lifecycle(
    "supplier invoice",
    states=(MATCHED, VARIANCE_HOLD, APPROVED, PAID),
    initial=(MATCHED, VARIANCE_HOLD),
    final=(PAID,),
    moves=(
        Move(MATCHED, "ApproveSupplierInvoice", APPROVED),
        Move(VARIANCE_HOLD, "ApproveSupplierInvoice", APPROVED),
        Move(APPROVED, "PaySupplierInvoice", PAID),
    ),
)
