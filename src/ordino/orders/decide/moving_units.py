"""Units that go from one order to another: they take exactly the money with them that they carry. Pure."""

from collections.abc import Sequence

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.shares import share_of_units
from ordino.orders.commands import SplitLine
from ordino.orders.decide.leaving_units import MOVABLE_BUCKETS, leave, open_units
from ordino.orders.reading import OpenHold, OrderLine
from ordino.orders.rows import LeavingUnits, MovedUnits, PlacedLine


class MovedLine(Record, frozen=True):
    """Units of a line with the line they are in the other order, and where they were taken from."""

    placed: PlacedLine
    units: MovedUnits
    leaving: tuple[LeavingUnits, ...]

    def money_minor(self, *, prices_include_tax: bool) -> int:
        return self.placed.amount_minor + (0 if prices_include_tax else self.placed.tax_minor)


def decide_split(lines: Sequence[OrderLine], wanted: Sequence[SplitLine]) -> tuple[MovedLine, ...] | Problem:
    """The lines of the new order; something must go and something must stay."""
    if not wanted or len({line.line_number for line in wanted}) != len(wanted):
        return InvalidInput(field="lines", reason="name each line that goes into the new order once.")
    known = {line.number: line for line in lines}
    moved: list[MovedLine] = []
    for number, part in enumerate(wanted, 1):
        line = known.get(part.line_number)
        if line is None:
            return NotFound(what="line", reference=f"{lines[0].order_id if lines else 0}-{part.line_number}")
        leaving = leave(line, part.quantity, MOVABLE_BUCKETS)
        if isinstance(leaving, Problem):
            return leaving
        moved.append(_moved(line, leaving, number))
    if sum(line.ordered - line.canceled for line in lines) == sum(line.placed.quantity for line in moved):
        return InvalidInput(field="lines", reason="at least one unit stays in the order.")
    return tuple(moved)


def move_everything(lines: Sequence[OrderLine], last_number: int) -> tuple[MovedLine, ...]:
    """All open units of an order, as lines that follow the last one of another."""
    moved: list[MovedLine] = []
    for line in lines:
        leaving = leave(line, open_units(line, MOVABLE_BUCKETS), MOVABLE_BUCKETS)
        if not isinstance(leaving, Problem):
            moved.append(_moved(line, leaving, last_number + len(moved) + 1))
    return tuple(moved)


def holds_that_follow(holds: Sequence[OpenHold], moved: Sequence[MovedLine]) -> list[tuple[OpenHold, int | None]]:
    """Holds that cover what goes, with the number of the line they are on there; what goes was not shipped: no return."""
    numbers = {line.units.from_line: line.units.to_line for line in moved}
    return [
        (hold, None if hold.line_number is None else numbers[hold.line_number])
        for hold in holds
        if hold.scope != "return" and (hold.line_number is None or hold.line_number in numbers)
    ]


def _moved(line: OrderLine, leaving: tuple[LeavingUnits, ...], number: int) -> MovedLine:
    quantity = sum(units.quantity for units in leaving)

    def part(amount: int) -> int:
        return share_of_units(amount, line.ordered, line.units_on_order() - quantity, quantity, line.quantity_scale)

    goods, amount = part(line.goods_minor), part(line.amount_minor)
    placed = PlacedLine(
        number=number,
        sku_id=line.sku_id,
        sku=line.sku,
        quantity=quantity,
        quantity_scale=line.quantity_scale,
        unit_price=line.unit_price,
        goods_minor=goods,
        discount_minor=goods - amount,
        amount_minor=amount,
        tax_rate=line.tax_rate,
        tax_minor=part(line.tax_minor),
        description=line.description,
        tax_category=line.tax_category,
        bundle=line.bundle,
        shippable=line.shippable,
    )
    buckets = {units.bucket: units.quantity for units in leaving}
    return MovedLine(placed, MovedUnits(line.number, number, **buckets, shippable=line.shippable), leaving)
