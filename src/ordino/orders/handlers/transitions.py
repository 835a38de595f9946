"""Writing the decided state of orders, and the answer every change gives. The only place that assigns `state`."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Done, Event, Record, StreamEvent
from ordino.orders.events import order_stream
from ordino.orders.facts import SQL
from ordino.orders.locking import LockedOrder


class Change(Record, frozen=True):
    """An order's state after a change; written also where it stays, to count the change."""

    order_id: int
    state: str


def write_states(unit: Unit, changes: Sequence[Change]) -> None:
    """Write states in the order given; an order that is named several times counts as many changes."""
    remaining = list(changes)
    while remaining:
        first = {change.order_id: change for change in reversed(remaining)}
        unit.write(SQL.set_states, list(first.values()))
        for change in first.values():
            remaining.remove(change)


def done_with(order: LockedOrder, *events: Event) -> Done:
    """The order as it stands now, and what happened to it."""
    return Done(order.result(), tuple(StreamEvent(order_stream(order.id), event) for event in events))
