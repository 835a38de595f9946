"""Variants that break stock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import structs

from ordino.engine import Unit
from ordino.inventory import allocations, leaving, reservations
from ordino.inventory.rows import LevelRow
from ordino.orders.events import OrderCanceled, OrderChanged
from ordino.simulation.negative_controls.sabotage import altered, replaced, silenced, without_checks

_MORE = 5


@contextmanager
def no_check(url: str) -> Iterator[None]:
    """Sourcing sees more than there is, and neither the statement nor a constraint minds."""
    without_checks(url, "inventory_level")
    original = allocations.lock_levels_of_skus

    def overstated(unit: Unit, sku_ids: Sequence[int]) -> list[LevelRow]:
        return [structs.replace(row, on_hand=row.on_hand + _MORE) for row in original(unit, sku_ids)]

    guard = ">= demand.quantity"
    with (
        replaced(original, overstated),
        altered(allocations.SQL, "allocate", guard, f"> demand.quantity - {_MORE + 1}"),
    ):
        yield


@contextmanager
def no_row_lock(url: str) -> Iterator[None]:
    """Levels are read and not locked, and neither the statement nor a constraint minds when they have changed."""
    without_checks(url, "inventory_level")
    with (
        altered(allocations.SQL, "lock_levels", "for no key update of level", ""),
        altered(allocations.SQL, "lock_levels_of_skus", "for no key update of level", ""),
        altered(allocations.SQL, "lock_levels_of_codes", "for no key update of level", ""),
        altered(allocations.SQL, "allocate", ">= demand.quantity", "> -1000000"),
    ):
        yield


@contextmanager
def checkout_ignored(url: str) -> Iterator[None]:
    """Nobody asks whether the checkout that an order names is one of its channel, and keeps anything any more."""
    with replaced(reservations.is_checkout, lambda owner: False):
        yield


@contextmanager
def kept_after_cancel(url: str) -> Iterator[None]:
    """What is canceled is not given back to stock."""
    with silenced(OrderCanceled, "release_what_ended"), silenced(OrderChanged, "release_what_was_canceled"):
        yield


@contextmanager
def never_leaves(url: str) -> Iterator[None]:
    """Goods are handed over, and the level forgets to go down."""
    with altered(leaving.SQL, "ship_allocated", "on_hand = level.on_hand - ", "on_hand = level.on_hand - 0 * "):
        yield
