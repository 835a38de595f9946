"""Small records that commands, events and tables of procurement share. Quantities are in the SKU's smallest unit."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from ordino.kernel.messages import Record

Answer = Literal["accepted", "changed", "rejected"]


class SupplierItem(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What a supplier asks for one unit of sale, from which quantity on, and how long it takes to come."""

    sku: str
    unit_price: Decimal
    supplier_code: str = ""
    minimum_quantity: int = 1
    lead_time_days: int = 0


class PurchaseOrderLine(SupplierItem, frozen=True, kw_only=True, omit_defaults=True):
    """A line as it was agreed when the order was drafted."""

    line_number: int
    quantity: int
    tolerance_quantity: int = 0


class WantedGoods(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Units of a SKU to buy; at the supplier's price and after the supplier's lead time unless it is said otherwise."""

    sku: str
    quantity: int
    unit_price: Decimal | None = None
    expected_at: datetime | None = None


class LineDate(Record, frozen=True, kw_only=True):
    """When the rest of a line comes now."""

    line_number: int
    expected_at: datetime


class ArrivedGoods(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Units of a line as they arrive; a lot or serial numbers only where the SKU has them."""

    line_number: int
    quantity: int
    lot: str = ""
    lot_expires_on: date | None = None
    serials: tuple[str, ...] = ()


class InvoicedGoods(Record, frozen=True, kw_only=True):
    """Units of a line and the price of one that a supplier's invoice states."""

    line_number: int
    quantity: int
    unit_price: Decimal


class ExpectedGoods(Record, frozen=True):
    """Units of a line that a supplier was asked to send, and when they should come."""

    line_number: int
    sku: str
    quantity: int
    expected_at: datetime


class MovedIncoming(Record, frozen=True):
    """An expected receipt and when it comes now."""

    incoming_id: int
    line_number: int
    expected_at: datetime


class TakenGoods(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What became of units that arrived: `announced` of the accepted ones were expected under `incoming_id`."""

    line_number: int
    sku: str
    accepted: int
    refused: int = 0
    announced: int = 0
    incoming_id: int | None = None
    lot: str = ""
    lot_expires_on: date | None = None
    serials: tuple[str, ...] = ()


class MatchedLine(Record, frozen=True):
    """A line of a supplier's invoice beside what it should be: units received and not invoiced before, at the agreed price."""

    line_number: int
    quantity: int
    unit_price: Decimal
    matched_quantity: int
    amount_minor: int
    expected_minor: int

    @property
    def variance_minor(self) -> int:
        return self.amount_minor - self.expected_minor


class SupplierRow(Record, frozen=True):
    """A supplier: currency of its prices, how much more than ordered is taken, how long it waits for its money."""

    id: int
    code: str
    name: str = ""
    currency: str = ""
    email: str = ""
    tolerance_percent: Decimal = Decimal(0)
    payment_days: int = 30
    active: bool = True


class ItemRow(Record, frozen=True):
    """What a supplier sells of a SKU."""

    supplier_id: int
    sku_id: int
    supplier_code: str
    unit_price: Decimal
    minimum_quantity: int
    lead_time_days: int


class PurchaseOrderRow(Record, frozen=True):
    """A purchase order under change; currency and tolerance are those of the day it was drafted."""

    id: int
    supplier_id: int
    supplier: str
    location_id: int
    location: str
    state: str
    answer: str
    currency: str
    tolerance_percent: Decimal
    note: str


class LineRow(Record, frozen=True):
    """A line of a purchase order: ordered, how much more may come, came, was refused, was invoiced."""

    purchase_order_id: int
    number: int
    sku_id: int
    sku: str
    quantity_scale: int
    supplier_code: str
    unit_price: Decimal
    lead_time_days: int
    quantity: int
    tolerance_quantity: int
    expected_at: datetime | None = None
    received_quantity: int = 0
    refused_quantity: int = 0
    invoiced_quantity: int = 0

    @property
    def may_come(self) -> int:
        """Units that would still be accepted."""
        return self.quantity + self.tolerance_quantity - self.received_quantity

    @property
    def billable(self) -> int:
        """Units that came and were not invoiced."""
        return max(0, self.received_quantity - self.invoiced_quantity)


class InvoiceRow(Record, frozen=True):
    """A supplier's invoice under change."""

    id: int
    purchase_order_id: int
    number: str
    state: str
    currency: str
    total_minor: int
    variance_minor: int
    note: str = ""
    payment_reference: str = ""
