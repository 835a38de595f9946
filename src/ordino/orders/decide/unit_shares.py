"""Rule R3: what some units of a line carry, read from the frozen shares and never computed anew.

Units are counted from the first. What is canceled leaves from the end; what is invoiced, and what comes back, is taken from
the front. So every unit keeps its own money whatever happens to the others, and the parts of any partition add up (M6, M8).
"""

from ordino.kernel.messages import Record
from ordino.kernel.shares import share_of_units


class UnitsShare(Record, frozen=True):
    """What some units of a line carry; `total_minor` is what the customer pays for them."""

    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int
    total_minor: int


class LineShares(Record, frozen=True):
    """The frozen money of a line of `units` smallest units, in minor units; `amount_minor` is after discounts."""

    units: int
    quantity_scale: int
    amount_minor: int
    discount_minor: int
    tax_minor: int

    def of_units(self, already: int, further: int, *, prices_include_tax: bool) -> UnitsShare:
        """What `further` units carry that follow the first `already` ones.

        ValueError where more units are taken than the line has.
        """
        amount = share_of_units(self.amount_minor, self.units, already, further, self.quantity_scale)
        discount = share_of_units(self.discount_minor, self.units, already, further, self.quantity_scale)
        tax = share_of_units(self.tax_minor, self.units, already, further, self.quantity_scale)
        total = amount if prices_include_tax else amount + tax
        return UnitsShare(amount + discount, discount, amount, tax, total)
