"""The stored money of an order, as it is compared."""

from decimal import Decimal

from ordino.kernel.messages import Record
from ordino.orders.decide.pricing_rows import TaxRounding


class LineRow(Record, frozen=True):
    """A line with its facts (quantity, price, rate) and its frozen money."""

    order_id: int
    number: int
    sku: str
    ordered: int
    quantity_scale: int
    unit_price: Decimal
    tax_category: str
    tax_rate: Decimal
    bundle: str
    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int


class DiscountRow(Record, frozen=True):
    """A discount; `shares` are pairs of line (or charge) number and amount."""

    order_id: int
    number: int
    label: str
    amount_minor: int
    shares: list[tuple[int, int]]


class ChargeRow(Record, frozen=True):
    """The part of a charge that carries one rate."""

    order_id: int
    number: int
    charge_number: int
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int


class StoredMoney(Record, frozen=True):
    """All money of an order as it was frozen; `policies` are the ways its channel may have rounded taxes.

    Where another order was `merged` into it, that one's charges follow its own.
    """

    order_id: int
    currency: str
    prices_include_tax: bool
    policies: tuple[TaxRounding, ...]
    lines: tuple[LineRow, ...]
    discounts: tuple[DiscountRow, ...]
    charges: tuple[ChargeRow, ...]
    merged: bool = False
