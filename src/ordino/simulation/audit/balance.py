"""M9: what an order comes to now is the frozen shares of its units and charges that are not canceled."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ordino.kernel.messages import Record
from ordino.kernel.shares import cumulative_share
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


class _OpenMoney(Record, frozen=True):
    """An order with what its whole lines and its charges come to."""

    order_id: int
    prices_include_tax: bool
    whole_minor: int
    total_minor: int


class _LineInParts(Record, frozen=True):
    """A line of which some units are canceled."""

    order_id: int
    number: int
    ordered: int
    canceled: int
    quantity_scale: int
    amount_minor: int
    tax_minor: int

    def left_minor(self, *, prices_include_tax: bool) -> int:
        """What the units carry that are left; the last units leave first (rule R3)."""
        amounts = (self.amount_minor,) if prices_include_tax else (self.amount_minor, self.tax_minor)
        left = self.ordered - self.canceled
        return sum(cumulative_share(amount, self.ordered, left, self.quantity_scale) for amount in amounts)


def compare_current_totals(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Orders whose current total is not what is left of their lines and charges."""
    rows = snapshot.reader.fetch(SQL.m9_open_money, _OpenMoney, first=orders.first, last=orders.last)
    in_parts = _lines_in_parts(snapshot, [row.order_id for row in rows])
    for row in rows:
        lines = in_parts.get(row.order_id, ())
        left = sum(line.left_minor(prices_include_tax=row.prices_include_tax) for line in lines)
        expected = row.whole_minor + left
        if expected != row.total_minor:
            yield Finding(f"order {row.order_id}", "total_minor", str(expected), str(row.total_minor))


def _lines_in_parts(snapshot: Snapshot, order_ids: Sequence[int]) -> dict[int, list[_LineInParts]]:
    if not order_ids:
        return {}
    rows = snapshot.reader.fetch(SQL.select_lines_in_parts, _LineInParts, order_ids=list(order_ids))
    return {order_id: list(lines) for order_id, lines in groupby(rows, key=lambda line: line.order_id)}
