"""Which units leave a line, and with how much money: the frozen shares of the next units, never a new computation."""

from collections.abc import Sequence

from ordino.orders.problems import UnitsNotOpen
from ordino.orders.reading import OrderCharge, OrderLine
from ordino.orders.rows import LeavingUnits

CANCELABLE_BUCKETS = ("unsourced", "backordered", "allocated")


def cancelable(line: OrderLine) -> int:
    """Units of the line that are not being fulfilled yet."""
    return line.unsourced + line.backordered + line.allocated


def being_fulfilled(lines: Sequence[OrderLine]) -> UnitsNotOpen | None:
    """The first line with units that are on their way or gone, as the problem it is."""
    for line in lines:
        if line.ordered - line.canceled > cancelable(line):
            return UnitsNotOpen(
                order_id=line.order_id,
                line_number=line.number,
                wanted=line.ordered - line.canceled,
                cancelable=cancelable(line),
            )
    return None


def leave(line: OrderLine, quantity: int) -> tuple[LeavingUnits, ...] | UnitsNotOpen:
    """Take units off a line, those without stock first."""
    if not 0 < quantity <= cancelable(line):
        return UnitsNotOpen(
            order_id=line.order_id, line_number=line.number, wanted=quantity, cancelable=cancelable(line)
        )
    leaving, missing = [], quantity
    for bucket, present in zip(CANCELABLE_BUCKETS, (line.unsourced, line.backordered, line.allocated), strict=True):
        taken = min(missing, present)
        if taken:
            leaving.append(LeavingUnits(line.number, bucket, taken))
            missing -= taken
    return tuple(leaving)


def money_of_leaving(line: OrderLine, quantity: int, *, prices_include_tax: bool) -> int:
    """What the last `quantity` units that are on order carry, in minor units, tax included: these leave first."""
    staying = line.units_on_order() - quantity
    return line.shares().of_units(staying, quantity, prices_include_tax=prices_include_tax).total_minor


def money_of_charge(part: OrderCharge, *, prices_include_tax: bool) -> int:
    """What the part of a charge costs the customer, in minor units, tax included."""
    return part.amount_minor if prices_include_tax else part.amount_minor + part.tax_minor
