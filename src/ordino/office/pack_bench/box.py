"""What lies in the open box: units scanned so far, kept in the form until the box is closed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ordino.fulfillment.queries import FulfillmentLineView
from ordino.fulfillment.rows import PackedUnits
from ordino.office.forms import Form, NotUnderstood


class Item(NamedTuple):
    """A line at the bench: `inside` of its `open` units lie in the box, those that are `numbered` by their serial numbers."""

    line: FulfillmentLineView
    inside: int
    open: int
    numbered: bool = False
    serials: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        return self.open - self.inside


class OpenBox(NamedTuple):
    """The items of a fulfillment order, the one scanned last, and how much lies in the box."""

    items: tuple[Item, ...]
    last: int | None = None

    @property
    def inside(self) -> int:
        return sum(item.inside for item in self.items)

    @property
    def open(self) -> int:
        return sum(item.open for item in self.items)

    @property
    def left(self) -> int:
        return self.open - self.inside

    def content(self) -> tuple[PackedUnits, ...]:
        return tuple(
            PackedUnits(item.line.line_number, item.inside, item.serials) for item in self.items if item.inside
        )

    def holds(self, serial: str) -> bool:
        return any(serial in item.serials for item in self.items)

    def with_unit(self, sku: str, units: int, serial: str = "") -> "OpenBox | None":
        """One unit more (or less, the last) of a SKU, by its serial number if it has one; None where no line has one."""
        for at, item in enumerate(self.items):
            if item.line.sku == sku and 0 <= item.inside + units <= item.open:
                serials = (*item.serials, serial) if serial else item.serials[:units] if units < 0 else item.serials
                changed = item._replace(inside=item.inside + units, serials=serials)
                return OpenBox((*self.items[:at], changed, *self.items[at + 1 :]), item.line.line_number)
        return None

    def filled(self) -> "OpenBox":
        """Everything that needs no serial number."""
        full = (item if item.numbered else item._replace(inside=item.open) for item in self.items)
        return OpenBox(tuple(full), self.last)


def open_box(lines: Sequence[FulfillmentLineView], form: Form, numbered: frozenset[str]) -> OpenBox:
    """The box as the form holds it; never more than is picked and in no box yet. `numbered` are SKUs with serial numbers."""
    items = tuple(_item(line, form, numbered=line.sku in numbered) for line in lines if line.picked > 0)
    return OpenBox(items, _number(form, "last") or None)


def names(items: Sequence[Item]) -> Mapping[str, str]:
    return {item.line.sku: item.line.name or item.line.sku for item in items}


def _item(line: FulfillmentLineView, form: Form, *, numbered: bool) -> Item:
    ready = line.picked - line.packed
    inside = max(0, min(ready, _number(form, f"inside-{line.line_number}")))
    serials = tuple(form.text(f"serials-{line.line_number}").split("\n")) if numbered else ()
    return Item(line, inside, ready, numbered, tuple(code.strip() for code in serials if code.strip())[:inside])


def _number(form: Form, name: str) -> int:
    try:
        return form.number_or_none(name) or 0
    except NotUnderstood:
        return 0
