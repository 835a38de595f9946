"""Fill backorders fairly, and take allocations back unfairly last: one order of precedence for both.

Precedence (invariant I9): higher priority, earlier promised date, earlier placed, lower order number; no promised date
comes after any.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType

from ordino.kernel.messages import Record

Precedence = tuple[int, date, datetime, int]


class Claim(Record, frozen=True):
    """Units of a SKU an order line waits for, or holds, and its precedence; higher `priority` goes first.

    Its channel leaves `stock_buffer` units of the SKU in stock, over all locations.
    """

    order_id: int
    line_number: int
    sku_id: int
    quantity: int
    placed_at: datetime
    priority: int = 0
    promised_on: date | None = None
    ship_complete: bool = False
    stock_buffer: int = 0


class Filling(Record, frozen=True):
    """Units of a claim that are filled or released."""

    order_id: int
    line_number: int
    sku_id: int
    quantity: int


def precedence(claim: Claim) -> Precedence:
    """The key claims are served by, smallest first."""
    return (-claim.priority, claim.promised_on or date.max, claim.placed_at, claim.order_id)


def fill_backorders(
    claims: Sequence[Claim], available: Mapping[int, int], elsewhere: Mapping[int, int] = MappingProxyType({})
) -> tuple[Filling, ...]:
    """What each waiting line takes from the units available by SKU at one location, while others are free elsewhere.

    The claims of an order are served together at its best precedence. A ship-complete order takes everything it waits
    for or nothing.
    """
    left = dict(available)
    fillings: list[Filling] = []

    def most(claim: Claim) -> int:
        here = left.get(claim.sku_id, 0)
        return max(0, min(here, here + elsewhere.get(claim.sku_id, 0) - claim.stock_buffer))

    for order in _by_precedence(claims):
        wanted = _wanted(order)
        if order[0].ship_complete and any(most(claim) < wanted[claim.sku_id] for claim in order):
            continue
        for claim in order:
            quantity = min(claim.quantity, most(claim))
            if quantity > 0:
                fillings.append(Filling(claim.order_id, claim.line_number, claim.sku_id, quantity))
                left[claim.sku_id] -= quantity
    return tuple(fillings)


def choose_claims_to_release(claims: Sequence[Claim], shortfall: Mapping[int, int]) -> tuple[Filling, ...]:
    """Which allocations give back `shortfall` units by SKU: the last in precedence first, no more than needed."""
    missing = dict(shortfall)
    released: list[Filling] = []
    for claim in sorted(claims, key=lambda claim: (*precedence(claim), claim.line_number), reverse=True):
        quantity = min(claim.quantity, missing.get(claim.sku_id, 0))
        if quantity > 0:
            released.append(Filling(claim.order_id, claim.line_number, claim.sku_id, quantity))
            missing[claim.sku_id] -= quantity
    return tuple(released)


def _by_precedence(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims of each order in line order, the orders by their best precedence."""
    by_order = sorted(claims, key=lambda claim: (claim.order_id, claim.line_number))
    orders = [list(group) for _, group in groupby(by_order, key=lambda claim: claim.order_id)]
    return sorted(orders, key=lambda order: min(precedence(claim) for claim in order))


def _wanted(order: Sequence[Claim]) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for claim in order:
        wanted[claim.sku_id] = wanted.get(claim.sku_id, 0) + claim.quantity
    return wanted
