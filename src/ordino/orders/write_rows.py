"""The rows that placing and changing orders write."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress


class OrderRow(msgspec.Struct, gc=False):
    """An order still to be written; its status is derived last, and it is promised meanwhile."""

    id: int
    channel_id: int
    external_reference: str | None
    customer_id: int | None
    customer_name: str
    email: str
    state: str
    fulfillment_status: str
    currency: str
    prices_include_tax: bool
    payment_terms: str
    payment_due_at: datetime | None
    priority: int
    ship_complete: bool
    maximum_parcels: int | None
    out_of_stock: str
    ship_to: PostalAddress
    bill_to: PostalAddress | None
    goods_minor: int
    discount_minor: int
    shipping_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int
    stated_total_minor: int | None
    note: str
    placed_at: datetime
    goods_allocated: bool = False
    ship_by: date | None = None


class LineRow(msgspec.Struct, gc=False):
    """A line still to be written; its units move between buckets until then."""

    order_id: int
    number: int
    sku_id: int | None
    sku: str
    description: str
    bundle: str
    quantity_scale: int
    shippable: bool
    ordered: int
    unsourced: int
    backordered: int
    allocated: int
    unit_price: Decimal
    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int


class DiscountRow(Record, frozen=True):
    order_id: int
    number: int
    label: str
    code: str
    applies_to: str
    amount_minor: int


class DiscountShareRow(Record, frozen=True):
    order_id: int
    discount_number: int
    number: int
    amount_minor: int


class ChargeRow(Record, frozen=True):
    order_id: int
    number: int
    charge_number: int
    kind: str
    label: str
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int


class HoldRow(Record, frozen=True):
    id: int
    order_id: int
    line_number: int | None
    scope: str
    reason: str
    detail: str
    owner: str
    due_at: datetime | None


class ClosedHold(Record, frozen=True):
    id: int
    state: str
    note: str


class WaivedCharge(Record, frozen=True):
    order_id: int
    charge_number: int


class PaymentDueRow(Record, frozen=True):
    """By when an order is to be paid."""

    order_id: int
    payment_due_at: datetime | None


class TotalRow(Record, frozen=True):
    """Without `ship_to` the address stays."""

    order_id: int
    total_minor: int
    ship_to: PostalAddress | None = None
