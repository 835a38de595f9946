"""Give holds an owner and a due time."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import Problem
from ordino.orders.commands import AssignHold
from ordino.orders.events import HoldAssigned
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.hold_book import HoldBook, no_hold
from ordino.orders.locking import lock_orders, permitted_order
from ordino.orders.reading import open_holds_of


class _Assign(Record, frozen=True):
    id: int
    owner: str
    due_at: datetime | None


@handles(AssignHold)
def assign_holds(unit: Unit, commands: Sequence[AssignHold]) -> list[Decision]:
    """Give each hold an owner and a due time."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    holds = HoldBook(open_holds_of(unit, list(orders)))
    rows: list[_Assign] = []
    decisions: list[Decision] = []
    changes: list[Change] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, AssignHold)
        hold = holds.find(command.order_id, command.hold_id)
        if isinstance(order, Problem) or hold is None:
            refusal = order if isinstance(order, Problem) else no_hold(order.id, command.hold_id)
            decisions.append(Refused(refusal))
            continue
        rows.append(_Assign(hold.id, command.owner, command.due_at))
        changes.append(Change(order.id, order.state))
        orders[order.id] = order = structs.replace(order, version=order.version + 1)
        assigned = HoldAssigned(order_id=order.id, hold_id=hold.id, owner=command.owner, due_at=command.due_at)
        decisions.append(done_with(order, assigned))
    unit.write(SQL.assign_holds, rows)
    write_states(unit, changes)
    return decisions
