"""The money rules that the auditor reckons by, written a second time and more simply than the product's."""

from decimal import ROUND_HALF_UP, Decimal

from ordino.orders.rows import PlacedLine


def first_units(total: int, units: int, taken: int) -> int:
    """What the first `taken` of `units` carry of `total` (rule R3): equal parts, the first ones a cent more."""
    sign = -1 if total < 0 else 1
    whole, rest = divmod(abs(total), units)
    return sign * (whole * taken + min(taken, rest))


def units_total(line: PlacedLine, already: int, further: int, *, tax_inside: bool) -> int:
    """What `further` units of a line cost the customer after `already` ones."""
    parts = (line.amount_minor,) if tax_inside else (line.amount_minor, line.tax_minor)
    return sum(
        first_units(part, line.quantity, already + further) - first_units(part, line.quantity, already)
        for part in parts
    )


def line_total(line: PlacedLine, *, tax_inside: bool) -> int:
    return line.amount_minor + (0 if tax_inside else line.tax_minor)


def goods_of(line: PlacedLine, minor_digits: int) -> int:
    """Quantity × unit price, rounded half up once."""
    exact = line.unit_price * line.quantity * Decimal(10) ** (minor_digits - line.quantity_scale)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
