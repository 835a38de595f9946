"""Small records that commands, events and tables of orders share."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from ordino.kernel.messages import Record

OutOfStock = Literal["backorder", "refuse"]
PaymentTerms = Literal["prepaid", "on_invoice", "paid_elsewhere"]
ChargeKind = Literal["shipping", "fee"]
HoldScope = Literal["order", "line", "fulfillment_order", "payment", "return"]


class PostalAddress(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An address as it was when the order was placed. `country` is ISO 3166 alpha-2; empty where unknown."""

    recipient: str = ""
    company: str = ""
    street: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    phone: str = ""


class OrderedLine(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What is ordered. `quantity` counts the SKU's smallest units; `unit_price` is per whole unit.

    Without `unit_price` the channel's price list decides. Discounts and taxes are given only where the order was priced
    elsewhere.
    """

    sku: str
    quantity: int
    unit_price: Decimal | None = None
    discount_minor: int = 0
    tax_rate: Decimal | None = None
    tax_minor: int | None = None
    description: str = ""


class OrderedDiscount(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A discount to be taken: `percent` or `amount_minor`, on all goods, on the lines named, or on shipping."""

    label: str
    code: str = ""
    percent: Decimal | None = None
    amount_minor: int | None = None
    lines: tuple[int, ...] = ()
    on_shipping: bool = False


class OrderedCharge(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Shipping or a fee. Without a `tax_rate` it follows the goods' rates (rule R4)."""

    kind: ChargeKind
    label: str
    amount_minor: int
    tax_rate: Decimal | None = None
    tax_minor: int | None = None


class PlacedLine(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A line as it was agreed: shares frozen (rule R5). Without `sku_id` the SKU is not known here, and a hold says so."""

    number: int
    sku_id: int | None
    sku: str
    quantity: int
    quantity_scale: int = 0
    unit_price: Decimal
    goods_minor: int
    discount_minor: int = 0
    amount_minor: int
    tax_rate: Decimal
    tax_minor: int = 0
    description: str = ""
    tax_category: str = "standard"
    bundle: str = ""
    shippable: bool = True
    backorderable: bool = True


class OpenedHold(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A reason that something must not go on."""

    hold_id: int
    reason: str
    scope: HoldScope = "order"
    line_number: int | None = None
    detail: str = ""


class DeliveryTerms(Record, frozen=True, kw_only=True, omit_defaults=True):
    """How an order wants to be delivered: what sourcing needs besides its lines."""

    channel_id: int
    placed_at: datetime
    country: str = ""
    ship_complete: bool = False
    maximum_parcels: int | None = None
    out_of_stock: OutOfStock = "backorder"


class LeavingUnits(Record, frozen=True):
    """So many units that leave a line, and the bucket they were in."""

    line_number: int
    bucket: str
    quantity: int


class ChosenSku(Record, frozen=True):
    """The SKU a line turned out to mean; `quantity` units of it have no source yet."""

    line_number: int
    sku_id: int
    sku: str
    quantity: int
    shippable: bool


class MovedUnits(Record, frozen=True):
    """Units of a line that belong to a line of another order now, by the bucket they are in."""

    from_line: int
    to_line: int
    unsourced: int = 0
    backordered: int = 0
    allocated: int = 0
    shippable: bool = True
