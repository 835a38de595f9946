"""The history of a file, day by day: the orders that were placed, and the lines that took goods or money back."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from msgspec import structs

from ordino.adapters.importing.lines import Line
from ordino.adapters.importing.orders import OrderDraft, exact_amount
from ordino.adapters.importing.placing import Item
from ordino.kernel.messages import Record

TAKEN_BACK = "cancellation or return"
MOST_ORDERS = 500
MOST_LINES = 12_000
ZERO = Decimal(0)


class CreditLine(Record, frozen=True):
    """A line that takes units back: `quantity` is how many, `amount` (negative) what the file says they come to."""

    line: int
    invoice: str
    sku: str
    description: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    customer: str
    dated: datetime

    @property
    def reference(self) -> str:
        """What names the line wherever something is made of it."""
        return f"{self.invoice}/{self.line}"


class Day(Record, frozen=True):
    """What happened on one day, or on a part of a day with very many orders. `total` is summed line by line."""

    moment: datetime
    items: tuple[Item, ...]
    credits: tuple[CreditLine, ...]
    lines: int
    total: Decimal


def days_of(items: Iterable[Item], *, until: date | None = None, limit: int | None = None) -> Iterator[Day]:
    """The history in its order, before the day `until` and not beyond `limit` invoices of the file."""
    gathered = _Gathered()
    for count, item in enumerate(items):
        dated = _dated(item)
        if (dated is not None and until is not None and dated.date() >= until) or (
            limit is not None and count >= limit
        ):
            break
        if gathered.is_full(dated):
            yield gathered.day()
            gathered = _Gathered()
        gathered.add(item, dated)
    if gathered.items:
        yield gathered.day()


class _Gathered:
    """A day while it is read."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._credits: list[CreditLine] = []
        self._moment: datetime | None = None
        self._lines = 0
        self._total = ZERO

    def is_full(self, dated: datetime | None) -> bool:
        if len(self.items) >= MOST_ORDERS or self._lines >= MOST_LINES:
            return True
        return dated is not None and self._moment is not None and dated.date() > self._moment.date()

    def add(self, item: Item, dated: datetime | None) -> None:
        lines = item.group.lines
        self._lines += len(lines) + len(item.group.broken)
        self._total += sum(map(exact_amount, lines), lines[0].shipping if lines else ZERO)
        if dated is not None and (self._moment is None or dated > self._moment):
            self._moment = dated
        if item.draft is not None:
            self._credits += [_credit(line) for line in lines if _takes_back(line)]
            item = structs.replace(item, draft=_without_credits(item.draft))
        self.items.append(item)

    def day(self) -> Day:
        assert self._moment is not None
        return Day(self._moment, tuple(self.items), tuple(self._credits), self._lines, self._total)


def _dated(item: Item) -> datetime | None:
    return item.group.lines[0].placed_at if item.group.lines else None


def _takes_back(line: Line) -> bool:
    return line.kind == "listed" and line.category == TAKEN_BACK and line.quantity < 0


def _without_credits(draft: OrderDraft) -> OrderDraft:
    """What takes units back is no listed line here: it becomes a return or an exception."""
    listed = tuple(line for line in draft.listed if line.category != TAKEN_BACK or line.quantity >= 0)
    return structs.replace(draft, listed=listed)


def _credit(line: Line) -> CreditLine:
    assert line.placed_at is not None
    return CreditLine(
        line.line,
        line.order,
        line.sku,
        line.description,
        -line.quantity,
        line.unit_price,
        exact_amount(line),
        line.customer,
        line.placed_at,
    )
