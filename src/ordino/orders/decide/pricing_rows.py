"""What pricing takes and gives: rows only, so that a preview, a placed order and an audit speak of the same figures."""

from decimal import Decimal
from typing import Literal

from ordino.kernel.messages import Record
from ordino.orders.decide.unit_shares import LineShares

NO_TAX = Decimal(0)

TaxRounding = Literal["total", "line", "unit"]
ChargeKind = Literal["shipping", "fee"]
ChargeTax = Literal["goods", "own", "none"]


class LineToPrice(Record, frozen=True):
    """A line before pricing. `stated_*` are figures of a channel that priced the order; they are kept as they are."""

    number: int
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal = NO_TAX
    tax_category: str = "standard"
    quantity_scale: int = 0
    stated_goods_minor: int | None = None
    stated_discount_minor: int = 0
    stated_tax_minor: int | None = None


class DiscountToApply(Record, frozen=True):
    """A percent (`percent` is set) or a fixed amount off goods or shipping.

    Without `line_numbers` it is taken on all goods. Discounts apply in their order on what the earlier ones left,
    unless `on_original` takes the percent on the amount before any discount. None takes more than is left.
    """

    label: str
    percent: Decimal | None = None
    amount_minor: int = 0
    code: str = ""
    applies_to: Literal["goods", "shipping"] = "goods"
    line_numbers: tuple[int, ...] = ()
    on_original: bool = False


class ChargeToPrice(Record, frozen=True):
    """Shipping or a fee, tax included where prices include tax.

    `tax`: `goods` splits the charge over the goods' rates by goods amount, `own` uses its own category and rate,
    `none` leaves it untaxed.
    """

    kind: ChargeKind
    label: str
    amount_minor: int
    tax: ChargeTax = "goods"
    tax_rate: Decimal = NO_TAX
    tax_category: str = "standard"
    stated_tax_minor: int | None = None


class OrderToPrice(Record, frozen=True):
    """Everything that decides the money of an order."""

    currency: str
    prices_include_tax: bool
    lines: tuple[LineToPrice, ...]
    discounts: tuple[DiscountToApply, ...] = ()
    charges: tuple[ChargeToPrice, ...] = ()
    tax_rounding: TaxRounding = "total"


class PricedLine(Record, frozen=True):
    """A line's frozen money: `amount_minor` = `goods_minor` - `discount_minor`; the tax is inside it or on top."""

    number: int
    quantity: int
    quantity_scale: int
    unit_price: Decimal
    tax_category: str
    tax_rate: Decimal
    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int

    def shares(self) -> LineShares:
        """Its frozen money, to be read unit by unit."""
        return LineShares(self.quantity, self.quantity_scale, self.amount_minor, self.discount_minor, self.tax_minor)


class DiscountShare(Record, frozen=True):
    """What a discount takes off one line (its number) or one charge (its position, from 1)."""

    number: int
    amount_minor: int


class PricedDiscount(Record, frozen=True):
    label: str
    code: str
    applies_to: Literal["goods", "shipping"]
    amount_minor: int
    shares: tuple[DiscountShare, ...]


class ChargePart(Record, frozen=True):
    """The part of a charge that carries one tax rate."""

    tax_category: str
    tax_rate: Decimal
    amount_minor: int
    tax_minor: int


class PricedCharge(Record, frozen=True):
    """A charge: `amount_minor` = `charged_minor` - `discount_minor` = the sum of its parts."""

    kind: ChargeKind
    label: str
    charged_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int
    parts: tuple[ChargePart, ...]


class TaxTotal(Record, frozen=True):
    """All of an order under one (category, rate): net + tax = gross."""

    tax_category: str
    tax_rate: Decimal
    net_minor: int
    tax_minor: int


class PricedOrder(Record, frozen=True):
    """An order's money: total = goods - discount + shipping + fee, plus tax where prices do not include it (M1).

    `discount_minor` holds discounts on goods and on shipping; `shipping_minor` is shipping before its discounts.
    """

    currency: str
    prices_include_tax: bool
    lines: tuple[PricedLine, ...]
    discounts: tuple[PricedDiscount, ...]
    charges: tuple[PricedCharge, ...]
    taxes: tuple[TaxTotal, ...]
    goods_minor: int
    discount_minor: int
    shipping_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int


class StatedTotals(Record, frozen=True):
    """The totals a channel states for its order; None where it states none."""

    total_minor: int | None = None
    goods_minor: int | None = None
    discount_minor: int | None = None
    shipping_minor: int | None = None
    fee_minor: int | None = None
    tax_minor: int | None = None


class StatedDifference(Record, frozen=True):
    """A stated total that is not the sum of its parts."""

    figure: str
    stated_minor: int
    summed_minor: int

    @property
    def difference_minor(self) -> int:
        return self.stated_minor - self.summed_minor
