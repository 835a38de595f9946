"""What has happened in procurement: suppliers on `supplier/<id>`, orders, receipts and invoices on `purchase_order/<id>`."""

from datetime import date
from decimal import Decimal

from ordino.kernel.messages import Event
from ordino.procurement.rows import (
    Answer,
    ExpectedGoods,
    LineDate,
    MatchedLine,
    MovedIncoming,
    PurchaseOrderLine,
    SupplierItem,
    TakenGoods,
)


def supplier_stream(supplier_id: int) -> str:
    return f"supplier/{supplier_id}"


def purchase_order_stream(purchase_order_id: int) -> str:
    return f"purchase_order/{purchase_order_id}"


class SupplierEvent(Event, frozen=True, kw_only=True):
    """Something about a supplier."""

    supplier_id: int
    code: str


class SupplierRegistered(SupplierEvent, frozen=True, kw_only=True):
    name: str
    currency: str


class SupplierChanged(SupplierEvent, frozen=True, kw_only=True):
    changed: tuple[str, ...]


class SupplierItemsSet(SupplierEvent, frozen=True, kw_only=True):
    items: tuple[SupplierItem, ...]


class PurchaseOrderEvent(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Something about a purchase order."""

    purchase_order_id: int


class PurchaseOrderDrafted(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    supplier: str
    location: str
    currency: str
    total_minor: int
    tolerance_percent: Decimal
    lines: tuple[PurchaseOrderLine, ...]
    reference: str = ""


class PurchaseOrderSent(PurchaseOrderEvent, frozen=True, kw_only=True):
    """The supplier has the order; `lines` are expected at the location."""

    supplier: str
    location: str
    lines: tuple[ExpectedGoods, ...]


class PurchaseOrderAcknowledged(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The supplier answered; `moved` receipts come at another time, `given_up` ones do not come."""

    answer: Answer
    state: str
    dates: tuple[LineDate, ...] = ()
    moved: tuple[MovedIncoming, ...] = ()
    given_up: tuple[int, ...] = ()
    note: str = ""


class PurchaseOrderReceived(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    receipt_id: int
    location: str
    lines: tuple[TakenGoods, ...]
    state: str
    reference: str = ""


class PurchaseOrderClosed(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    """`given_up` receipts do not come any more."""

    given_up: tuple[int, ...] = ()
    note: str = ""


class PurchaseOrderCanceled(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    reason: str
    given_up: tuple[int, ...] = ()


class SupplierInvoiceRecorded(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    """An invoice was matched; one with a variance in any line is held."""

    invoice_id: int
    number: str
    state: str
    currency: str
    total_minor: int
    expected_minor: int
    variance_minor: int
    invoiced_on: date
    due_on: date
    lines: tuple[MatchedLine, ...]


class SupplierInvoiceApproved(PurchaseOrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    invoice_id: int
    variance_minor: int = 0
    reason: str = ""


class SupplierInvoicePaid(PurchaseOrderEvent, frozen=True, kw_only=True):
    invoice_id: int
    total_minor: int
    reference: str
