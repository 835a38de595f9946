"""Rule R3 for a placed line: what some of its units carry, read from the frozen shares and never computed anew."""

from ordino.kernel.shares import share_of_units
from ordino.orders.decide.pricing_rows import PricedLine, UnitsShare


def share_of_line(line: PricedLine, already: int, further: int, prices_include_tax: bool) -> UnitsShare:
    """What `further` units carry after `already` were taken; the parts of any partition add up to the line (M6).

    ValueError where more units are taken than the line has.
    """
    units, scale = line.quantity, line.quantity_scale
    amount = share_of_units(line.amount_minor, units, already, further, scale)
    discount = share_of_units(line.discount_minor, units, already, further, scale)
    tax = share_of_units(line.tax_minor, units, already, further, scale)
    total = amount if prices_include_tax else amount + tax
    return UnitsShare(amount + discount, discount, amount, tax, total)
