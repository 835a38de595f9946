"""Reads for edges: suppliers and what they sell, purchase orders and what came of them, suppliers' invoices."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.procurement.book import SQL
from ordino.procurement.lifecycle import PURCHASE_ORDER, SUPPLIER_INVOICE

PAGE = 50


class SupplierView(Record, frozen=True):
    """A supplier, how many SKUs it sells and how many orders of it are open."""

    code: str
    name: str
    currency: str
    tolerance_percent: Decimal
    payment_days: int
    active: bool
    items: int
    open_orders: int


class ItemView(Record, frozen=True):
    """What a supplier asks for one unit of sale of a SKU."""

    sku: str
    name: str
    supplier_code: str
    unit_price: Decimal
    minimum_quantity: int
    lead_time_days: int


class PurchaseOrderSummary(Record, frozen=True):
    """A purchase order in a list; `expected_at` is when the next of what is missing comes."""

    id: int
    supplier: str
    location: str
    state: str
    answer: str
    drafted_at: datetime
    ordered: int
    received: int
    expected_at: datetime | None


class PurchaseOrderHead(Record, frozen=True):
    """A purchase order without its lines."""

    id: int
    supplier: str
    location: str
    state: str
    answer: str
    currency: str
    tolerance_percent: Decimal
    reference: str
    note: str
    drafted_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


class PurchaseLineView(Record, frozen=True):
    """A line: ordered, tolerated beyond it, received, refused, invoiced."""

    number: int
    sku: str
    supplier_code: str
    unit_price: Decimal
    quantity: int
    tolerance_quantity: int
    received_quantity: int
    refused_quantity: int
    invoiced_quantity: int
    expected_at: datetime | None


class ReceiptLineView(Record, frozen=True):
    """What arrived of a line at one time."""

    receipt_id: int
    line_number: int
    accepted: int
    refused: int
    reference: str
    received_by: str
    received_at: datetime


class SupplierInvoiceView(Record, frozen=True):
    """What a supplier asks for, what it should be, the difference."""

    id: int
    purchase_order_id: int
    supplier: str
    number: str
    state: str
    currency: str
    total_minor: int
    expected_minor: int
    variance_minor: int
    due_on: date


class PurchaseOrderView(Record, frozen=True):
    """One purchase order with all that became of it, and what may be done with it now."""

    head: PurchaseOrderHead
    lines: Sequence[PurchaseLineView]
    receipts: Sequence[ReceiptLineView]
    invoices: Sequence[SupplierInvoiceView]
    permitted: tuple[str, ...]


def list_suppliers(reader: Reader, *, after: str = "", limit: int = PAGE) -> list[SupplierView]:
    """A page of suppliers by their codes."""
    final = list(PURCHASE_ORDER.final)
    return reader.fetch(SQL.select_supplier_page, SupplierView, after=after, code=None, limit=limit, final_states=final)


def show_supplier(reader: Reader, code: str) -> SupplierView | None:
    """One supplier; None where there is none."""
    final = list(PURCHASE_ORDER.final)
    return reader.fetch_one(SQL.select_supplier_page, SupplierView, after="", code=code, limit=1, final_states=final)


def items_of(reader: Reader, supplier: str) -> list[ItemView]:
    """What a supplier sells."""
    return reader.fetch(SQL.select_item_views, ItemView, supplier=supplier)


def list_purchase_orders(
    reader: Reader,
    *,
    states: Sequence[str] = PURCHASE_ORDER.states,
    supplier: str | None = None,
    window: Window = NEWEST,
) -> list[PurchaseOrderSummary]:
    """A page of purchase orders, by number."""
    return reader.fetch_window(
        SQL.select_purchase_order_page, PurchaseOrderSummary, window, states=list(states), supplier=supplier
    )


def show_purchase_order(reader: Reader, purchase_order_id: int) -> PurchaseOrderView | None:
    """The purchase order with lines, receipts and invoices; None where there is none."""
    head = reader.fetch_one(SQL.select_purchase_order_head, PurchaseOrderHead, purchase_order_id=purchase_order_id)
    if head is None:
        return None
    return PurchaseOrderView(
        head,
        reader.fetch(SQL.select_line_views, PurchaseLineView, purchase_order_id=purchase_order_id),
        reader.fetch(SQL.select_receipt_views, ReceiptLineView, purchase_order_id=purchase_order_id),
        list_supplier_invoices(reader, purchase_order_id=purchase_order_id),
        PURCHASE_ORDER.permitted(head.state),
    )


def list_supplier_invoices(
    reader: Reader,
    *,
    states: Sequence[str] = SUPPLIER_INVOICE.states,
    purchase_order_id: int | None = None,
    limit: int = PAGE,
) -> list[SupplierInvoiceView]:
    """Suppliers' invoices, those that are due first before the others."""
    return reader.fetch(
        SQL.select_invoice_page,
        SupplierInvoiceView,
        states=list(states),
        purchase_order_id=purchase_order_id,
        limit=limit,
    )
