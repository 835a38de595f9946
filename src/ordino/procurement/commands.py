"""What may be asked of procurement. Unit prices are decimals of the supplier's currency for one unit of sale, without tax;
amounts are its minor units; quantities are in the SKU's smallest unit."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Result
from ordino.procurement.rows import Answer, ArrivedGoods, InvoicedGoods, LineDate, SupplierItem, TakenGoods, WantedGoods


class ProcurementCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A command on what is bought."""

    context: ClassVar[str] = "procurement"


class SupplierResult(Result, frozen=True, kw_only=True):
    supplier_id: int
    code: str
    created: bool = False


class RegisterSupplier(ProcurementCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Make a supplier known under its code, or change what is given; its currency stays what it was at first.

    Of each line `tolerance_percent` more than ordered is accepted; its invoices are due after `payment_days`.
    """

    result: ClassVar[type[Result]] = SupplierResult
    code: str
    name: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    tolerance_percent: Decimal | UnsetType = UNSET
    payment_days: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class SetSupplierItems(ProcurementCommand, frozen=True, kw_only=True):
    """Say what a supplier asks for SKUs; those that are not named stay as they are."""

    result: ClassVar[type[Result]] = SupplierResult
    supplier: str
    items: tuple[SupplierItem, ...]


class PurchaseOrderResult(Result, frozen=True, kw_only=True):
    """The purchase order as it stands after a command on it."""

    purchase_order_id: int
    state: str


class DraftedPurchaseOrder(PurchaseOrderResult, frozen=True, kw_only=True):
    currency: str
    total_minor: int


class DraftPurchaseOrder(ProcurementCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Begin a purchase order of what the supplier sells, to come to a location; the tolerance is the supplier's unless given."""

    result: ClassVar[type[Result]] = DraftedPurchaseOrder
    supplier: str
    location: str
    lines: tuple[WantedGoods, ...]
    tolerance_percent: Decimal | None = None
    reference: str = ""


class CommandOnPurchaseOrder(ProcurementCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A command on one purchase order."""

    result: ClassVar[type[Result]] = PurchaseOrderResult
    purchase_order_id: int


class SendPurchaseOrder(CommandOnPurchaseOrder, frozen=True, kw_only=True):
    """Say that the supplier has the order: from now on its goods are expected and promises count on them."""


class AcknowledgePurchaseOrder(CommandOnPurchaseOrder, frozen=True, kw_only=True, omit_defaults=True):
    """Record what the supplier answered: accepted, changed with the new dates of lines, or rejected, which cancels the order.

    A date that slips later is a further answer `changed`; promises follow.
    """

    answer: Answer
    dates: tuple[LineDate, ...] = ()
    note: str = ""


class GoodsReceived(PurchaseOrderResult, frozen=True, kw_only=True):
    """What was accepted and what was refused of what arrived."""

    receipt_id: int
    lines: tuple[TakenGoods, ...]


class ReceivePurchaseOrder(CommandOnPurchaseOrder, frozen=True, kw_only=True, omit_defaults=True):
    """Take in what arrived at the order's location: up to the ordered quantity and its tolerance, the rest is refused."""

    result: ClassVar[type[Result]] = GoodsReceived
    location: str
    lines: tuple[ArrivedGoods, ...]
    reference: str = ""


class ClosePurchaseOrder(CommandOnPurchaseOrder, frozen=True, kw_only=True, omit_defaults=True):
    """End an order of which something has come; what has not come is expected no longer."""

    note: str = ""


class CancelPurchaseOrder(CommandOnPurchaseOrder, frozen=True, kw_only=True):
    """End an order of which nothing has come."""

    reason: str


class SupplierInvoiceResult(Result, frozen=True, kw_only=True):
    """A supplier's invoice as it stands; `variance_minor` is what it states beyond what was received at the agreed prices."""

    invoice_id: int
    purchase_order_id: int
    state: str
    currency: str
    total_minor: int
    variance_minor: int


class RecordSupplierInvoice(CommandOnPurchaseOrder, frozen=True, kw_only=True, omit_defaults=True):
    """Match a supplier's invoice with what was ordered and received; any variance holds it. Amounts are without tax."""

    result: ClassVar[type[Result]] = SupplierInvoiceResult
    number: str
    lines: tuple[InvoicedGoods, ...]
    invoiced_on: date
    due_on: date | None = None


class CommandOnSupplierInvoice(ProcurementCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A command on one supplier's invoice."""

    result: ClassVar[type[Result]] = SupplierInvoiceResult
    invoice_id: int


class ApproveSupplierInvoice(CommandOnSupplierInvoice, frozen=True, kw_only=True, omit_defaults=True):
    """Let an invoice be paid; one that is held needs a reason."""

    reason: str = ""


class PaySupplierInvoice(CommandOnSupplierInvoice, frozen=True, kw_only=True):
    """Record that an approved invoice was paid, under the reference of the payment."""

    reference: str
