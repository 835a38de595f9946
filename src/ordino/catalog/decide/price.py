"""Which price holds for a customer, a quantity and a day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ordino.kernel.messages import Record


class PriceRow(Record, frozen=True):
    """A price of one unit from `minimum_quantity` on. Days of validity are included; None is open."""

    price_list_id: int
    sku_id: int
    customer_id: int | None
    minimum_quantity: int
    unit_price: Decimal
    currency: str
    includes_tax: bool
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class PriceTable:
    """The prices of some SKUs in some lists, ready to be asked."""

    def __init__(self, rows: Iterable[PriceRow]) -> None:
        self._rows: dict[tuple[int, int], list[PriceRow]] = {}
        for row in sorted(rows, key=lambda row: row.minimum_quantity, reverse=True):
            self._rows.setdefault((row.price_list_id, row.sku_id), []).append(row)

    def price(
        self, *, price_list_id: int, sku_id: int, customer_id: int | None, quantity: int, day: date
    ) -> PriceRow | None:
        """The price with the highest minimum the quantity reaches; a customer's own price goes before the list's."""
        reached = [
            row
            for row in self._rows.get((price_list_id, sku_id), ())
            if row.minimum_quantity <= quantity and row.holds_on(day)
        ]
        own = (row for row in reached if customer_id is not None and row.customer_id == customer_id)
        return next(own, None) or next((row for row in reached if row.customer_id is None), None)
