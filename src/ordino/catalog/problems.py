"""What may be refused about the catalog."""

from typing import ClassVar

from ordino.kernel.problems import Problem

_MANY = 10


class UnknownSkus(Problem, frozen=True, kw_only=True):
    """Codes that no SKU has."""

    title: ClassVar[str] = "Unknown SKU"
    status: ClassVar[int] = 422
    field: str
    codes: tuple[str, ...]

    def detail(self) -> str:
        more = f" and {len(self.codes) - _MANY} more" if len(self.codes) > _MANY else ""
        return f"{self.field}: there is no SKU {', '.join(self.codes[:_MANY])}{more}; register it first."


class BarcodeTaken(Problem, frozen=True, kw_only=True):
    """A barcode means one SKU only."""

    title: ClassVar[str] = "Barcode taken"
    barcode: str
    sku_id: int

    def detail(self) -> str:
        return f"Barcode {self.barcode} belongs to SKU number {self.sku_id} already; give another one."


class CurrencyFixed(Problem, frozen=True, kw_only=True):
    """The currency of a price list is part of its prices."""

    title: ClassVar[str] = "Currency of a price list is fixed"
    price_list: str
    currency: str

    def detail(self) -> str:
        return f"Price list {self.price_list} is in {self.currency}; make another list for another currency."
