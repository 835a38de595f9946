"""Release holds: one by its number, or all of a reason. With the last blocking hold gone, a placed order is confirmed."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.orders.commands import ReleaseHold, ReleaseHolds
from ordino.orders.events import HoldReleased, OrderConfirmed, OrderEvent
from ordino.orders.facts import SQL
from ordino.orders.handlers.transitions import Change, done_with, write_states
from ordino.orders.hold_book import HoldBook, no_hold
from ordino.orders.locking import LockedOrder, lock_orders, permitted_order
from ordino.orders.reading import OpenHold, open_holds_of
from ordino.orders.write_rows import ClosedHold


@handles(ReleaseHold)
def release_hold(unit: Unit, commands: Sequence[ReleaseHold]) -> list[Decision]:
    """Release each hold that is named."""
    desk = _Desk(unit, commands)
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(desk.orders, command.order_id, ReleaseHold)
        hold = desk.holds.find(command.order_id, command.hold_id)
        if isinstance(order, Problem) or hold is None:
            refusal = order if isinstance(order, Problem) else no_hold(order.id, command.hold_id)
            decisions.append(Refused(refusal))
        else:
            decisions.append(desk.release(order, [hold], command.note))
    desk.write()
    return decisions


@handles(ReleaseHolds)
def release_holds(unit: Unit, commands: Sequence[ReleaseHolds]) -> list[Decision]:
    """Release all open holds of the reason, or of it and the detail; where there is none, nothing changes."""
    desk = _Desk(unit, commands)
    decisions: list[Decision] = []
    for command in commands:
        order = permitted_order(desk.orders, command.order_id, ReleaseHolds)
        if isinstance(order, Problem):
            decisions.append(Refused(order))
        else:
            holds = desk.holds.having(order.id, command.reason, command.detail)
            decisions.append(desk.release(order, holds, command.note))
    desk.write()
    return decisions


class _Desk:
    """The orders and holds of a batch, and what is to be written of them."""

    def __init__(self, unit: Unit, commands: Sequence[ReleaseHold] | Sequence[ReleaseHolds]) -> None:
        self._unit = unit
        self.orders = lock_orders(unit, (command.order_id for command in commands))
        self.holds = HoldBook(open_holds_of(unit, list(self.orders)))
        self._closed: list[ClosedHold] = []
        self._changes: list[Change] = []

    def release(self, order: LockedOrder, holds: Sequence[OpenHold], note: str) -> Decision:
        if not holds:
            return done_with(order)
        events: list[OrderEvent] = []
        for hold in holds:
            self._closed.append(ClosedHold(hold.id, "released", note))
            self.holds.close(hold)
            events.append(HoldReleased(order_id=order.id, hold_id=hold.id, reason=hold.reason, note=note))
        confirms = order.state == "placed" and not self.holds.blocks(order.id)
        state = "confirmed" if confirms else order.state
        after = structs.replace(order, state=state, version=order.version + 1)
        self.orders[order.id] = after
        self._changes.append(Change(order.id, state))
        if confirms:
            events.append(OrderConfirmed(order_id=order.id))
        return done_with(after, *events)

    def write(self) -> None:
        self._unit.write(SQL.close_holds, self._closed, now=self._unit.now, closed_by=self._unit.actor.name)
        write_states(self._unit, self._changes)
