"""Writing the decided state of orders, and the answer every change gives. The only place that assigns `state`."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Done, Record
from ordino.orders.events import OrderEvent, happened
from ordino.orders.facts import SQL
from ordino.orders.locking import LockedOrder


class Change(Record, frozen=True):
    """An order's state after a change; written also where it stays, to count the change."""

    order_id: int
    state: str


class _StateRow(Record, frozen=True):
    order_id: int
    state: str
    changes: int


def write_states(unit: Unit, changes: Sequence[Change]) -> None:
    """Write the last state of each order; an order that is named several times counts as many changes."""
    rows: dict[int, _StateRow] = {}
    for change in changes:
        before = rows.get(change.order_id)
        rows[change.order_id] = _StateRow(change.order_id, change.state, before.changes + 1 if before else 1)
    unit.write(SQL.set_states, list(rows.values()))


def done_with(order: LockedOrder, *events: OrderEvent) -> Done:
    """The order as it stands now, and what happened to it."""
    return Done(order.result(), happened(order.id, order.version, events))
