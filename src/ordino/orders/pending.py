"""Orders and lines of this transaction, written once, at its end, with the buckets and the status they have by then.

What follows a placement (sourcing) moves units before the rows exist; so a line costs one insert, not an insert and an update.
"""

from collections.abc import Collection, Iterable

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders.decide.status import LineBuckets, fulfillment_status
from ordino.orders.facts import SQL
from ordino.orders.write_rows import LineRow, OrderRow


class _OrderKey(Record, frozen=True):
    order_id: int


class PendingOrders:
    """The rows of orders placed in this transaction, and of lines added in it."""

    def __init__(self) -> None:
        self._orders: dict[int, OrderRow] = {}
        self._lines: dict[tuple[int, int], LineRow] = {}
        self._promised_again: set[int] = set()

    def add_order(self, row: OrderRow) -> None:
        self._orders[row.id] = row

    def add_lines(self, rows: Iterable[LineRow]) -> None:
        for row in rows:
            self._lines[row.order_id, row.number] = row

    def holds_line(self, order_id: int, line_number: int) -> bool:
        return (order_id, line_number) in self._lines

    def holds_order(self, order_id: int) -> bool:
        return order_id in self._orders

    def order(self, order_id: int) -> OrderRow | None:
        """The order as it will be written, where it was placed in this transaction."""
        return self._orders.get(order_id)

    def promised_again(self, order_id: int) -> bool:
        """Whether the order is still to be written; its first day to leave is then taken from its promises."""
        if order_id in self._orders:
            self._promised_again.add(order_id)
        return order_id in self._orders

    def move(self, order_id: int, line_number: int, source: str, target: str, quantity: int) -> None:
        """Move units of a line that is not written yet, between the buckets that come before fulfillment."""
        line = self._lines[order_id, line_number]
        setattr(line, source, getattr(line, source) - quantity)
        setattr(line, target, getattr(line, target) + quantity)

    def write_if_asked(self, unit: Unit, order_ids: Iterable[int]) -> None:
        """Write everything now where one of the orders is among it: somebody who follows its placement goes on with it."""
        if self._orders and not self._orders.keys().isdisjoint(order_ids):
            self.write(unit)
            self._orders.clear()
            self._lines.clear()
            self._promised_again.clear()

    def write(self, unit: Unit) -> None:
        """Write the orders with their derived statuses, then all lines."""
        by_order: dict[int, list[LineBuckets]] = {}
        with_goods = {line.order_id for line in self._lines.values() if line.shippable and line.allocated}
        for line in self._lines.values():
            buckets = LineBuckets(line.ordered, 0, line.unsourced, line.backordered, line.allocated, 0, 0, 0, 0, 0)
            by_order.setdefault(line.order_id, []).append(buckets)
        for order in self._orders.values():
            order.fulfillment_status = fulfillment_status(by_order[order.id])
            order.goods_allocated = order.id in with_goods
        unit.write(SQL.insert_orders, list(self._orders.values()), now=unit.now)
        unit.write(SQL.insert_lines, list(self._lines.values()))
        changed = sorted(by_order.keys() - self._orders.keys())
        if changed:
            unit.fetch_values(SQL.derive_statuses, order_ids=changed)
        derive_ship_by(unit, self._promised_again)


def derive_ship_by(unit: Unit, order_ids: Collection[int]) -> None:
    """The first day to leave of written orders, from their promises; nobody waits for it."""
    if order_ids:
        unit.ask(SQL.derive_ship_by, _OrderKey, order_ids=sorted(order_ids))
