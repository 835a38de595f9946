"""Which fulfillment orders lose units that their order has canceled. Pure."""

from collections.abc import Sequence

from ordino.fulfillment.decide.progress import LineRow
from ordino.kernel.messages import Record


class Withdrawn(Record, frozen=True):
    """Units that a line of a fulfillment order no longer fulfills."""

    line: LineRow
    quantity: int


def withdraw(lines: Sequence[LineRow], left: int) -> list[Withdrawn]:
    """What the lines (all of one order line) have still to pick beyond the `left` units, the smallest line going first.

    The smallest goes first so that a fulfillment order may fall away.
    """
    beyond = sum(line.to_pick for line in lines) - left
    withdrawn = []
    for line in sorted(lines, key=lambda line: (line.to_pick, -line.fulfillment_order_id)):
        quantity = min(line.to_pick, max(0, beyond))
        if quantity:
            beyond -= quantity
            withdrawn.append(Withdrawn(line, quantity))
    return withdrawn
