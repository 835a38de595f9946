"""What lies in the open box: units scanned so far, kept in the form until the box is closed."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ordino.fulfillment.queries import FulfillmentLineView
from ordino.fulfillment.rows import PackedUnits
from ordino.office.forms import Form, NotUnderstood


class Item(NamedTuple):
    """A line at the bench: `inside` of its `open` units lie in the box, `packed` are in boxes that are closed."""

    line: FulfillmentLineView
    inside: int
    open: int

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
        return tuple(PackedUnits(item.line.line_number, item.inside) for item in self.items if item.inside)

    def with_unit(self, sku: str, units: int) -> "OpenBox | None":
        """One unit more (or less) of a SKU; None where no line has one."""
        for at, item in enumerate(self.items):
            if item.line.sku == sku and 0 <= item.inside + units <= item.open:
                changed = item._replace(inside=item.inside + units)
                return OpenBox((*self.items[:at], changed, *self.items[at + 1 :]), item.line.line_number)
        return None

    def filled(self) -> "OpenBox":
        return OpenBox(tuple(item._replace(inside=item.open) for item in self.items), self.last)


def open_box(lines: Sequence[FulfillmentLineView], form: Form) -> OpenBox:
    """The box as the form holds it; never more than is picked and in no box yet."""
    return OpenBox(tuple(_item(line, form) for line in lines if line.picked > 0), _number(form, "last") or None)


def names(items: Sequence[Item]) -> Mapping[str, str]:
    return {item.line.sku: item.line.name or item.line.sku for item in items}


def _item(line: FulfillmentLineView, form: Form) -> Item:
    ready = line.picked - line.packed
    return Item(line, max(0, min(ready, _number(form, f"inside-{line.line_number}"))), ready)


def _number(form: Form, name: str) -> int:
    try:
        return form.number_or_none(name) or 0
    except NotUnderstood:
        return 0
