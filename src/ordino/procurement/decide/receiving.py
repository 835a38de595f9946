"""How many units of a line may come, and which state an order of several lines has reached."""

from collections.abc import Iterable
from decimal import Decimal

from ordino.kernel.rates import SCALE, scaled
from ordino.procurement.lifecycle import IN_FULL, IN_PART
from ordino.procurement.rows import LineRow

_HUNDRED_PERCENT: int = 100 * SCALE


def tolerance_units(quantity: int, tolerance_percent: Decimal) -> int:
    """Whole units beyond the ordered ones that are accepted; a part of a unit is none."""
    return quantity * scaled(tolerance_percent) // _HUNDRED_PERCENT


def reached(lines: Iterable[LineRow]) -> str:
    """The case of a receipt: in full where every line has at least what was ordered."""
    return IN_FULL if all(line.received_quantity >= line.quantity for line in lines) else IN_PART
