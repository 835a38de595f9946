"""Let orders go before others when goods are scarce."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import Problem
from ordino.orders.commands import PrioritizeOrder
from ordino.orders.events import OrderPrioritized
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import done_with
from ordino.orders.locking import lock_orders, permitted_order


class _PriorityRow(Record, frozen=True):
    order_id: int
    priority: int
    changes: int


@handles(PrioritizeOrder)
def prioritize_orders(unit: Unit, commands: Sequence[PrioritizeOrder]) -> list[Decision]:
    """Give each order its priority; an order that is named twice in a batch keeps the last one."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    rows: dict[int, _PriorityRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, PrioritizeOrder)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        event = OrderPrioritized(order_id=order.id, before=order.priority, after=command.priority)
        orders[order.id] = order = structs.replace(order, priority=command.priority, version=order.version + 1)
        changes = rows[order.id].changes + 1 if order.id in rows else 1
        rows[order.id] = _PriorityRow(order.id, command.priority, changes)
        decisions.append(done_with(order, event))
    unit.write(SQL.set_priorities, list(rows.values()))
    return decisions
