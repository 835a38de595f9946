"""What deciding a placement reads and answers."""

from datetime import datetime
from decimal import Decimal

from ordino.kernel.messages import Record
from ordino.orders.decide.pricing_rows import PricedOrder, TaxRounding
from ordino.orders.rows import HoldScope, OutOfStock


class ChannelFacts(Record, frozen=True):
    id: int
    code: str
    currency: str
    price_list_id: int | None
    prices_include_tax: bool
    tax_rounding: TaxRounding
    out_of_stock: OutOfStock
    payment_minutes: int | None


class SkuFacts(Record, frozen=True):
    id: int
    code: str
    name: str
    kind: str
    tax_category: str
    quantity_scale: int
    sellable: bool
    backorderable: bool = True


class ComponentFacts(Record, frozen=True):
    """So many units of a SKU in one bundle."""

    sku: SkuFacts
    quantity: int


class CustomerFacts(Record, frozen=True):
    """`credit_used_minor` counts open orders on invoice in the limit's currency."""

    id: int
    name: str
    email: str
    price_list_id: int | None
    credit_limit_minor: int | None
    credit_currency: str | None
    credit_used_minor: int


class HoldToOpen(Record, frozen=True):
    """A reason found by verification."""

    reason: str
    detail: str
    scope: HoldScope = "order"
    line_number: int | None = None
    due_at: datetime | None = None


class LineToPlace(Record, frozen=True):
    """A line before pricing: bundles already taken apart, the SKU found or not, the rate known."""

    number: int
    sku: SkuFacts | None
    code: str
    description: str
    quantity: int
    unit_price: Decimal
    tax_category: str
    tax_rate: Decimal
    bundle: str = ""
    stated_goods_minor: int | None = None
    stated_discount_minor: int = 0
    stated_tax_minor: int | None = None
    tax_known: bool = True


class Placement(Record, frozen=True):
    """A placed order as decided, ready to be written."""

    lines: tuple[LineToPlace, ...]
    priced: PricedOrder
    holds: tuple[HoldToOpen, ...]
    payment_due_at: datetime | None
