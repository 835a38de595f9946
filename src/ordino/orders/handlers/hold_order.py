"""Open holds. Which holds are open decides whether an order is confirmed; its state is never rewritten."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.commands import HoldOrder
from ordino.orders.events import HoldOpened
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.locking import lock_orders, permitted_order
from ordino.orders.reading import lines_of
from ordino.orders.write_rows import HoldRow


@handles(HoldOrder)
def hold_orders(unit: Unit, commands: Sequence[HoldOrder]) -> list[Decision]:
    """Open a hold on each order; a confirmed order stays confirmed, but nothing it covers goes on."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    lines = lines_of(unit, list(orders))
    hold_ids = unit.next_ids("orders_hold_id_seq", len(commands))
    rows: list[HoldRow] = []
    changes: list[Change] = []
    decisions: list[Decision] = []
    for command, hold_id in zip(commands, hold_ids, strict=True):
        order = permitted_order(orders, command.order_id, HoldOrder)
        if not isinstance(order, Problem):
            order = _hold_problem(command, {line.number for line in lines.get(order.id, ())}) or order
        if isinstance(order, Problem):
            decisions.append(Refused(order))
            continue
        rows.append(
            HoldRow(
                hold_id,
                order.id,
                command.line_number,
                command.scope,
                command.reason,
                command.detail,
                command.owner,
                command.due_at,
            )
        )
        changes.append(Change(order.id, order.state))
        orders[order.id] = structs.replace(order, version=order.version + 1)
        opened = HoldOpened(
            order_id=order.id,
            hold_id=hold_id,
            reason=command.reason,
            scope=command.scope,
            line_number=command.line_number,
            detail=command.detail,
        )
        decisions.append(done_with(orders[order.id], opened))
    unit.write(SQL.insert_holds, rows, now=unit.now, opened_by=unit.actor.name)
    write_states(unit, changes)
    return decisions


def _hold_problem(command: HoldOrder, numbers: set[int]) -> Problem | None:
    if not command.reason.strip():
        return InvalidInput(field="reason", reason="say in a word why the order must wait, for example fraud.")
    if (command.scope == "line") != (command.line_number is not None):
        return InvalidInput(field="line_number", reason="a hold on a line names the line, another one does not.")
    if command.line_number is not None and command.line_number not in numbers:
        return NotFound(what="line", reference=f"{command.order_id}-{command.line_number}")
    return None
