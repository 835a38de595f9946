"""What an order would come to: read from what placing it would book, so the figures are those that will be booked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ordino.engine import Completed
from ordino.kernel.messages import Event
from ordino.office.new_order.sheet import SheetLine
from ordino.office.texts import _
from ordino.orders.commands import OrderAccepted, PlaceOrder
from ordino.orders.events import OrderPlaced
from ordino.orders.rows import OpenedHold, PlacedLine
from ordino.sourcing.decide.promises import Promise, order_promise
from ordino.sourcing.events import OrderSourced


class Amount(NamedTuple):
    """A row of the arithmetic."""

    word: str
    detail: str
    minor: int


class RowFigures(NamedTuple):
    """What a row of the sheet comes to; `waiting` of its units are not in stock."""

    unit_price: Decimal
    amount_minor: int
    discount_minor: int
    waiting: int
    deliver_by: date | None
    promised: bool


class Figures(NamedTuple):
    """The order as it would be placed."""

    currency: str
    total_minor: int
    state: str
    parts: list[Amount]
    tax_inside: Amount | None
    rows: list[RowFigures]
    holds: Sequence[OpenedHold]
    deliver_by: date | None
    waiting: int
    locations: tuple[str, ...]


def figures(command: PlaceOrder, lines: Sequence[SheetLine], outcome: Completed, *, tax_inside: bool) -> Figures:
    """Reads the outcome of a preview; a bundle's row has the figures of all its parts."""
    result = outcome.result
    assert isinstance(result, OrderAccepted)
    placed = _event(outcome, OrderPlaced)
    sourced = _event(outcome, OrderSourced)
    assert isinstance(placed, OrderPlaced)
    promises: Sequence[Promise] = sourced.promises if isinstance(sourced, OrderSourced) else ()
    rows = [_row(parts, promises) for parts in _by_row(lines, placed.lines)]
    plan = sourced.plan if isinstance(sourced, OrderSourced) else None
    chosen = next((one.locations for one in plan.candidates if one.verdict == "chosen"), ()) if plan else ()
    return Figures(
        result.currency,
        result.total_minor,
        result.state,
        _parts(command, placed.lines, result.total_minor, tax_inside=tax_inside),
        _tax_inside(placed.lines) if tax_inside else None,
        rows,
        placed.holds,
        order_promise(promises) if promises else None,
        sum(row.waiting for row in rows),
        chosen,
    )


def _event(outcome: Completed, kind: type[Event]) -> Event | None:
    return next((one.event for one in outcome.events if isinstance(one.event, kind)), None)


def _by_row(lines: Sequence[SheetLine], placed: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
    """The lines of the order that each row became: one, or the parts of a bundle."""
    left = list(placed)
    rows: list[list[PlacedLine]] = []
    for line in lines:
        parts = [left.pop(0)]
        while left and parts[0].bundle and left[0].bundle == parts[0].bundle == line.sku:
            parts.append(left.pop(0))
        rows.append(parts)
    return rows


def _row(parts: Sequence[PlacedLine], promises: Sequence[Promise]) -> RowFigures:
    numbers = {part.number for part in parts}
    promised = [promise for promise in promises if promise.line_number in numbers]
    return RowFigures(
        parts[0].unit_price,
        sum(part.amount_minor for part in parts),
        sum(part.discount_minor for part in parts),
        sum(promise.quantity for promise in promised if promise.source != "stock"),
        order_promise(promised) if promised else None,
        bool(promised),
    )


def _parts(command: PlaceOrder, placed: Sequence[PlacedLine], total_minor: int, *, tax_inside: bool) -> list[Amount]:
    """Goods, discount, shipping, tax, in the order in which they make the total."""
    goods = sum(line.goods_minor for line in placed)
    discount = sum(line.discount_minor for line in placed)
    rows = [Amount(_("Goods"), _("quantity × price, line by line"), goods)]
    if discount:
        rows.append(Amount(command.discounts[0].label, _("shared over the lines"), -discount))
    rows.extend(Amount(charge.label, "", charge.amount_minor) for charge in command.charges)
    if not tax_inside:
        before = goods - discount + sum(charge.amount_minor for charge in command.charges)
        rows.append(Amount(_("Tax on top"), _rates(placed), total_minor - before))
    return rows


def _tax_inside(placed: Sequence[PlacedLine]) -> Amount:
    return Amount(_("Tax inside the goods"), _rates(placed), sum(line.tax_minor for line in placed))


def _rates(placed: Sequence[PlacedLine]) -> str:
    rates = sorted({line.tax_rate for line in placed})
    return ", ".join(f"{rate.normalize():f} %" for rate in rates)
