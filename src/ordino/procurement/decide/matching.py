"""The three-way match: what was ordered at which price, what came, what the supplier asks for."""

from decimal import Decimal

from ordino.kernel.rates import SCALE, divide_half_up, scaled
from ordino.procurement.rows import InvoicedGoods, LineRow, MatchedLine


def amount_minor(quantity: int, unit_price: Decimal, quantity_scale: int, minor_digits: int) -> int:
    """Quantity times price in minor units, rounded half up once."""
    return divide_half_up(quantity * scaled(unit_price) * 10**minor_digits, SCALE * 10**quantity_scale)


def matched(line: LineRow, asked: InvoicedGoods, minor_digits: int) -> MatchedLine:
    """The invoiced line beside what it should be: no more units than came and were not invoiced, at the agreed price."""
    units = min(asked.quantity, line.billable)
    return MatchedLine(
        line.number,
        asked.quantity,
        asked.unit_price,
        units,
        amount_minor(asked.quantity, asked.unit_price, line.quantity_scale, minor_digits),
        amount_minor(units, line.unit_price, line.quantity_scale, minor_digits),
    )
