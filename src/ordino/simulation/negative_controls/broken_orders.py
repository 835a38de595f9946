"""Variants that break orders."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from ordino.delivery import handing_over
from ordino.delivery.decide import track
from ordino.delivery.decide.track import TrackingMessage
from ordino.engine import Unit
from ordino.kernel.problems import Problem
from ordino.orders import buckets, locking
from ordino.orders.commands import OrderCommand
from ordino.orders.decide import leaving_units
from ordino.orders.facts import KnownOrders
from ordino.orders.hold_book import HoldBook
from ordino.orders.locking import LockedOrder
from ordino.orders.reading import OrderLine
from ordino.simulation.negative_controls.sabotage import method, replaced, without_index


@contextmanager
def one_hold_is_enough(url: str) -> Iterator[None]:
    """An order of which a hold is released goes on, although another one is open."""
    with method(HoldBook, "blocks", lambda book, order_id: False):
        yield


@contextmanager
def hold_ignored_at_the_door(url: str) -> Iterator[None]:
    """Nobody looks at holds when goods are handed over."""
    with replaced(handing_over.hold_problem, lambda order_id, holds, line_numbers: None):
        yield


@contextmanager
def version_ignored(url: str) -> Iterator[None]:
    """A change is applied, whatever version of the order it was made for."""
    original = locking.permitted_order

    def permitted(
        orders: dict[int, LockedOrder],
        order_id: int,
        command: type[OrderCommand],
        *,
        expected_version: int | None = None,
    ) -> LockedOrder | Problem:
        return original(orders, order_id, command)

    with replaced(original, permitted):
        yield


@contextmanager
def reference_ignored(url: str) -> Iterator[None]:
    """An order is placed without looking whether its channel has sent it before, and no index minds."""
    without_index(url, "orders_order", "external_reference")
    with method(KnownOrders, "by_reference", lambda known: {}):
        yield


@contextmanager
def leave_from_the_front(url: str) -> Iterator[None]:
    """Canceled units leave with the share of the first ones, which are dearer."""

    def money(line: OrderLine, quantity: int, *, prices_include_tax: bool) -> int:
        return line.shares().of_units(0, quantity, prices_include_tax=prices_include_tax).total_minor

    with replaced(leaving_units.money_of_leaving, money):
        yield


@contextmanager
def late_message_counts(url: str) -> Iterator[None]:
    """The latest word of a carrier counts, however far the shipment had come."""

    def latest(messages: Iterable[TrackingMessage]) -> TrackingMessage | None:
        return max(messages, key=lambda message: message.occurred_at, default=None)

    with replaced(track.latest_of, latest):
        yield


@contextmanager
def status_not_derived(url: str) -> Iterator[None]:
    """The cached statuses stay as they were when units move."""

    def nothing(unit: Unit, order_ids: Sequence[int]) -> None:
        return None

    with replaced(buckets.derive_statuses, nothing):
        yield
