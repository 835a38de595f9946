"""Which delivered units a line that takes units back means: of the same customer and SKU, at the same price if there are any.

The newest order goes first. What the customer has not got is left over. Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from ordino.adapters.replaying.history import CreditLine
from ordino.kernel.messages import Record


class Delivered(Record, frozen=True):
    """Units of an order line that a customer has and has not been asked back for."""

    customer: str
    sku: str
    order_id: int
    line_number: int
    unit_price: Decimal
    placed_at: datetime
    quantity: int


class Match(Record, frozen=True):
    """Units of an order line that a credit line takes back."""

    credit: CreditLine
    order_id: int
    line_number: int
    unit_price: Decimal
    quantity: int


class Matched(Record, frozen=True):
    """What the lines of a batch take back, and how many units of each line nobody got."""

    matches: tuple[Match, ...]
    left_over: tuple[tuple[CreditLine, int], ...]


def match_credits(wanted: Sequence[tuple[CreditLine, int]], delivered: Iterable[Delivered]) -> Matched:
    """Match so many units of each line; earlier lines choose first."""
    stock: dict[tuple[str, str], list[Delivered]] = {}
    for row in sorted(delivered, key=lambda row: (row.placed_at, row.order_id, row.line_number), reverse=True):
        stock.setdefault((row.customer, row.sku), []).append(row)
    free = {(row.order_id, row.line_number): row.quantity for rows in stock.values() for row in rows}
    matches: list[Match] = []
    left_over: list[tuple[CreditLine, int]] = []
    for credit, units in wanted:
        quantity = units
        earlier = [row for row in stock.get((credit.customer, credit.sku), ()) if row.placed_at <= credit.dated]
        for row in sorted(earlier, key=lambda row: row.unit_price != credit.unit_price):
            taken = min(quantity, free[row.order_id, row.line_number])
            if taken:
                free[row.order_id, row.line_number] -= taken
                quantity -= taken
                matches.append(Match(credit, row.order_id, row.line_number, row.unit_price, taken))
        if quantity:
            left_over.append((credit, quantity))
    return Matched(tuple(matches), tuple(left_over))
