"""The lines, charges and holds of orders under change, read in sets."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from ordino.engine import Reader
from ordino.kernel.messages import Record
from ordino.orders.decide.unit_shares import LineShares
from ordino.orders.facts import SQL
from ordino.orders.rows import HoldScope


class OrderLine(Record, frozen=True):
    """A line: buckets and frozen money."""

    order_id: int
    number: int
    sku_id: int | None
    sku: str
    description: str
    bundle: str
    quantity_scale: int
    shippable: bool
    ordered: int
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int
    delivered: int
    unit_price: Decimal
    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int
    return_expected: int = 0
    returned: int = 0
    written_off: int = 0

    def shares(self) -> LineShares:
        """Its frozen money, to be read unit by unit."""
        return LineShares(self.ordered, self.quantity_scale, self.amount_minor, self.discount_minor, self.tax_minor)

    def units_on_order(self) -> int:
        return self.ordered - self.canceled


class OrderCharge(Record, frozen=True):
    """The part of a charge that carries one tax rate."""

    order_id: int
    number: int
    charge_number: int
    kind: str
    label: str
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int
    canceled: bool


class OpenHold(Record, frozen=True):
    id: int
    order_id: int
    line_number: int | None
    scope: HoldScope
    reason: str
    detail: str = ""
    owner: str = ""
    due_at: datetime | None = None


_Of = TypeVar("_Of", OrderLine, OrderCharge, OpenHold)


def lines_of(reader: Reader, order_ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    return _by_order(reader.fetch(SQL.select_lines, OrderLine, order_ids=list(order_ids)))


def charges_of(reader: Reader, order_ids: Sequence[int]) -> dict[int, list[OrderCharge]]:
    return _by_order(reader.fetch(SQL.select_charges, OrderCharge, order_ids=list(order_ids)))


def open_holds_of(reader: Reader, order_ids: Sequence[int]) -> dict[int, list[OpenHold]]:
    return _by_order(reader.fetch(SQL.select_open_holds, OpenHold, order_ids=list(order_ids)))


def _by_order(rows: Sequence[_Of]) -> dict[int, list[_Of]]:
    grouped: dict[int, list[_Of]] = {}
    for row in rows:
        grouped.setdefault(row.order_id, []).append(row)
    return grouped
