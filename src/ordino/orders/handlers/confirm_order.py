"""Confirm placed orders that no hold blocks any more."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.orders.commands import ConfirmOrder
from ordino.orders.decide.blocking import blocks
from ordino.orders.events import OrderConfirmed
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.locking import lock_orders, permitted_order
from ordino.orders.problems import StillHeld
from ordino.orders.reading import open_holds_of


@handles(ConfirmOrder)
def confirm_orders(unit: Unit, commands: Sequence[ConfirmOrder]) -> list[Decision]:
    """Confirm each order without a blocking hold."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    holds = open_holds_of(unit, list(orders))
    changes: list[Change] = []
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, ConfirmOrder)
        reasons = tuple(hold.reason for hold in holds.get(command.order_id, ()) if blocks(hold.scope))
        if not isinstance(order, Problem) and reasons:
            order = StillHeld(order_id=order.id, reasons=reasons)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        orders[order.id] = order = structs.replace(order, state="confirmed", version=order.version + 1)
        changes.append(Change(order.id, order.state))
        decisions.append(done_with(order, OrderConfirmed(order_id=order.id)))
    write_states(unit, changes)
    return decisions
