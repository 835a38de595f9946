"""Which holds keep an order from being confirmed."""

from collections.abc import Iterable

from ordino.orders.rows import HoldScope


def blocks(scope: str | HoldScope) -> bool:
    """A hold of every scope does, except one on a return: that comes after."""
    return scope != "return"


def any_blocks(scopes: Iterable[str | HoldScope]) -> bool:
    return any(map(blocks, scopes))
