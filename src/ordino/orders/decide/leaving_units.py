"""Which units leave a line, and with how much money: the frozen shares of the next units, never a new computation."""

from collections.abc import Sequence

from ordino.orders.problems import UnitsNotOpen
from ordino.orders.reading import OrderCharge, OrderLine
from ordino.orders.rows import LeavingUnits

MOVABLE_BUCKETS = ("unsourced", "backordered", "allocated")
CANCELABLE_BUCKETS = (*MOVABLE_BUCKETS, "released")


def open_units(line: OrderLine, buckets: Sequence[str]) -> int:
    """Units of the line in the buckets: those that may be canceled (released, but not picked), or moved to another order."""
    return sum(getattr(line, bucket) for bucket in buckets)


def being_fulfilled(lines: Sequence[OrderLine], buckets: Sequence[str]) -> UnitsNotOpen | None:
    """The first line with units beyond the buckets, on their way or gone, as the problem it is."""
    for line in lines:
        if line.units_on_order() > open_units(line, buckets):
            return _not_open(line, line.units_on_order(), buckets)
    return None


def leave(line: OrderLine, quantity: int, buckets: Sequence[str]) -> tuple[LeavingUnits, ...] | UnitsNotOpen:
    """Take units off a line, in the order of the buckets: those without stock first."""
    if not 0 < quantity <= open_units(line, buckets):
        return _not_open(line, quantity, buckets)
    leaving, missing = [], quantity
    for bucket in buckets:
        taken = min(missing, getattr(line, bucket))
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


def _not_open(line: OrderLine, wanted: int, buckets: Sequence[str]) -> UnitsNotOpen:
    return UnitsNotOpen(
        order_id=line.order_id,
        line_number=line.number,
        wanted=wanted,
        cancelable=open_units(line, buckets),
        in_work=line.released + line.picked + line.packed if "released" not in buckets else line.picked + line.packed,
    )
