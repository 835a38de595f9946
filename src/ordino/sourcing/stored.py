"""What is known of orders that were stored before this transaction and of which further units are sourced."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.inventory.allocations import allocations_of_orders
from ordino.kernel.problems import InvalidInput, NotFound, Problem, StateRefuses
from ordino.orders.lifecycle import ORDER
from ordino.orders.pending import PendingOrders
from ordino.sourcing.commands import LineToSource, SourceOrder
from ordino.sourcing.lines import OrderLine, lock_lines


class StoredOrders:
    """The stored orders of a batch, locked: whether lines may be sourced, and what their other units do.

    Orders and lines placed in this transaction need no check, and where all are, nothing is read.
    """

    def __init__(self, unit: Unit, commands: Sequence[SourceOrder]) -> None:
        self._pending = unit.pending(PendingOrders)
        stored = sorted({c.order_id for c in commands if not self._pending.holds_order(c.order_id)})
        rows = lock_lines(unit, stored)
        self._of_order: dict[int, list[OrderLine]] = {}
        for row in rows:
            self._of_order.setdefault(row.order_id, []).append(row)
        self._lines = {(row.order_id, row.number): row for row in rows}
        self._unsourced = {(row.order_id, row.number): row.unsourced for row in rows}
        self._used: dict[int, set[int]] = {}
        for held in allocations_of_orders(unit, stored) if stored else ():
            self._used.setdefault(held.order_id, set()).add(held.location_id)

    def used(self, order_id: int) -> frozenset[int]:
        """The locations that other units of the order come from."""
        return frozenset(self._used.get(order_id, ()))

    def waits(self, command: SourceOrder) -> bool:
        """Whether other lines of a ship-complete order wait."""
        return command.ship_complete and any(row.backordered for row in self._of_order.get(command.order_id, ()))

    def problem(self, command: SourceOrder) -> Problem | None:
        """Why the lines cannot be sourced; else their units are counted, so that no other command sources them, too."""
        if self._pending.holds_order(command.order_id):
            return None
        stored = [line for line in command.lines if not self._pending.holds_line(command.order_id, line.number)]
        rows = self._of_order.get(command.order_id)
        if not rows:  # a draft that is placed in this transaction has no line that is stored
            return NotFound(what="order", reference=str(command.order_id)) if stored else None
        state = rows[0].state
        if ORDER.target(state, command.kind()) is None:
            subject, permitted = f"order {command.order_id}", ORDER.permitted(state)
            return StateRefuses(subject=subject, state=state, command=command.kind(), permitted=permitted)
        problems = (self._line_problem(command.order_id, line) for line in stored)
        return next((problem for problem in problems if problem is not None), None)

    def _line_problem(self, order_id: int, line: LineToSource) -> Problem | None:
        key = (order_id, line.number)
        known = self._lines.get(key)
        if known is None or known.sku_id != line.sku_id:
            return NotFound(what=f"line of SKU {line.sku}", reference=f"{order_id}-{line.number}")
        most = self._unsourced[key]
        if not 1 <= line.quantity <= most:
            return InvalidInput(field="quantity", reason=f"must be 1 to {most}, what is unsourced of the line")
        self._unsourced[key] -= line.quantity
        return None
