"""Open, assign and release holds. Which holds are open decides whether an order is confirmed; its state is never rewritten."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.commands import AssignHold, HoldOrder, ReleaseHold
from ordino.orders.decide.blocking import any_blocks
from ordino.orders.events import HoldAssigned, HoldOpened, HoldReleased, OrderConfirmed
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.locking import lock_orders, permitted_order
from ordino.orders.reading import OpenHold, lines_of, open_holds_of
from ordino.orders.write_rows import ClosedHold, HoldRow


class _Assign(Record, frozen=True):
    id: int
    owner: str
    due_at: datetime | None


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


@handles(ReleaseHold)
def release_holds(unit: Unit, commands: Sequence[ReleaseHold]) -> list[Decision]:
    """Release each hold; with its last blocking hold gone, a placed order is confirmed."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    holds = _HoldBook(open_holds_of(unit, list(orders)))
    closed: list[ClosedHold] = []
    changes: list[Change] = []
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, ReleaseHold)
        hold = holds.find(command.order_id, command.hold_id)
        if isinstance(order, Problem) or hold is None:
            refusal = order if isinstance(order, Problem) else _no_hold(order.id, command.hold_id)
            decisions.append(Refused(refusal))
            continue
        closed.append(ClosedHold(hold.id, "released", command.note))
        holds.close(hold)
        released = HoldReleased(order_id=order.id, hold_id=hold.id, reason=hold.reason, note=command.note)
        confirms = order.state == "placed" and not holds.blocks(order.id)
        state = "confirmed" if confirms else order.state
        orders[order.id] = order = structs.replace(order, state=state, version=order.version + 1)
        changes.append(Change(order.id, state))
        events = (released, OrderConfirmed(order_id=order.id)) if confirms else (released,)
        decisions.append(done_with(order, *events))
    unit.write(SQL.close_holds, closed, now=unit.now, closed_by=unit.actor.name)
    write_states(unit, changes)
    return decisions


@handles(AssignHold)
def assign_holds(unit: Unit, commands: Sequence[AssignHold]) -> list[Decision]:
    """Give each hold an owner and a due time."""
    orders = lock_orders(unit, (command.order_id for command in commands))
    holds = _HoldBook(open_holds_of(unit, list(orders)))
    rows: list[_Assign] = []
    decisions: list[Decision] = []
    changes: list[Change] = []
    for command in commands:
        order = permitted_order(orders, command.order_id, AssignHold)
        hold = holds.find(command.order_id, command.hold_id)
        if isinstance(order, Problem) or hold is None:
            refusal = order if isinstance(order, Problem) else _no_hold(order.id, command.hold_id)
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


class _HoldBook:
    """The open holds of the batch's orders, as they are released one after another."""

    def __init__(self, holds: dict[int, list[OpenHold]]) -> None:
        self._holds = holds

    def find(self, order_id: int, hold_id: int) -> OpenHold | None:
        return next((hold for hold in self._holds.get(order_id, ()) if hold.id == hold_id), None)

    def close(self, hold: OpenHold) -> None:
        self._holds[hold.order_id].remove(hold)

    def blocks(self, order_id: int) -> bool:
        """Whether any hold keeps the order from being confirmed."""
        return any_blocks(hold.scope for hold in self._holds.get(order_id, ()))


def _no_hold(order_id: int, hold_id: int) -> Problem:
    return NotFound(what=f"open hold of order {order_id}", reference=str(hold_id))
