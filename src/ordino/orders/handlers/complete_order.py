"""Complete orders of which nothing is open any more."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.orders.commands import CompleteOrder
from ordino.orders.decide.complete_order import still_open
from ordino.orders.events import OrderCompleted
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.locking import lock_orders, permitted_order
from ordino.orders.problems import NotComplete
from ordino.orders.reading import lines_of, open_holds_of


@handles(CompleteOrder)
def complete_orders(unit: Unit, commands: Sequence[CompleteOrder]) -> list[Decision]:
    """End each order whose goods, holds and money are settled."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines = lines_of(unit, list(orders))
    holds = open_holds_of(unit, list(orders))
    changes: list[Change] = []
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, CompleteOrder)
        if not isinstance(order, Problem):
            reasons = still_open(lines.get(order.id, ()), holds.get(order.id, ()), order.money())
            order = (
                NotComplete(order_id=order.id, still_open=tuple(need.said() for need in reasons)) if reasons else order
            )
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        orders[order.id] = order = structs.replace(order, state="completed", version=order.version + 1)
        changes.append(Change(order.id, order.state))
        decisions.append(done_with(order, OrderCompleted(order_id=order.id)))
    write_states(unit, changes)
    return decisions
