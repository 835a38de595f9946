"""The account of an import: every line of the file is captured, listed or refused, and the sums agree to the last digit."""

from decimal import Decimal

from ordino.kernel.messages import Record

ZERO = Decimal(0)


class ListedLine(Record, frozen=True, kw_only=True, gc=False):
    """A line of the file that is no part of an order (or is, but worth a look), with its category and amount."""

    line: int
    order: str
    category: str
    sku: str
    description: str
    quantity: int
    unit_price: Decimal
    amount: Decimal


class Figures(Record, frozen=True, kw_only=True):
    """Captured amounts in major units; `rounding` is what the file has beyond the currency's minor unit."""

    orders: int = 0
    lines: int = 0
    goods: Decimal = ZERO
    discounts: Decimal = ZERO
    shipping: Decimal = ZERO
    fees: Decimal = ZERO
    tax: Decimal = ZERO
    rounding: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """What the orders add up to."""
        return self.goods - self.discounts + self.shipping + self.fees + self.tax

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            orders=self.orders + other.orders,
            lines=self.lines + other.lines,
            goods=self.goods + other.goods,
            discounts=self.discounts + other.discounts,
            shipping=self.shipping + other.shipping,
            fees=self.fees + other.fees,
            tax=self.tax + other.tax,
            rounding=self.rounding + other.rounding,
        )


class CategoryTotal(Record, frozen=True):
    """So many listed lines of one category and their amount."""

    category: str
    lines: int
    amount: Decimal


class Reconciliation(Record, frozen=True, kw_only=True):
    """`file_total` is summed line by line as the file is read, apart from everything else; `difference` must be zero."""

    file_lines: int
    file_total: Decimal
    captured: Figures
    listed: tuple[CategoryTotal, ...]
    noted: tuple[CategoryTotal, ...]
    refused_lines: int
    refused_amount: Decimal
    unreadable_lines: int

    @property
    def listed_amount(self) -> Decimal:
        return sum((category.amount for category in self.listed), ZERO)

    @property
    def difference(self) -> Decimal:
        accounted = self.captured.total + self.captured.rounding + self.listed_amount + self.refused_amount
        return self.file_total - accounted


class Account:
    """Adds up an import as it goes."""

    def __init__(self) -> None:
        self.file_lines = 0
        self.file_total = ZERO
        self.captured = Figures()
        self.refused_lines = 0
        self.refused_amount = ZERO
        self.unreadable_lines = 0
        self._listed: dict[str, CategoryTotal] = {}
        self._noted: dict[str, CategoryTotal] = {}

    def list_line(self, line: ListedLine) -> None:
        _count(self._listed, line)

    def note_line(self, line: ListedLine) -> None:
        _count(self._noted, line)

    def reconciliation(self) -> Reconciliation:
        return Reconciliation(
            file_lines=self.file_lines,
            file_total=self.file_total,
            captured=self.captured,
            listed=tuple(self._listed[category] for category in sorted(self._listed)),
            noted=tuple(self._noted[category] for category in sorted(self._noted)),
            refused_lines=self.refused_lines,
            refused_amount=self.refused_amount,
            unreadable_lines=self.unreadable_lines,
        )


def _count(totals: dict[str, CategoryTotal], line: ListedLine) -> None:
    before = totals.get(line.category, CategoryTotal(line.category, 0, ZERO))
    totals[line.category] = CategoryTotal(line.category, before.lines + 1, before.amount + line.amount)
