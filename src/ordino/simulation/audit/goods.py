"""M1: what a line's goods come to is quantity × unit price, rounded to the minor unit of the order's currency."""

from collections.abc import Iterator

import msgspec

from ordino.kernel.messages import Record
from ordino.kernel.money import is_currency, minor_digits
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


class _GoodsRow(Record, frozen=True):
    """A line whose goods are another amount than its price says."""

    order_id: int
    number: int
    expected: int
    found: int


class _LineKey(Record, frozen=True):
    order_id: int
    number: int


def compare_goods(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines whose goods are another amount; the database multiplies exactly, with the digits of each currency given.

    Lines that were split off or merged carry their share of the line they come from, to the cent.
    """
    bounds = {"first": orders.first, "last": orders.last}
    currencies = snapshot.reader.fetch_values(SQL.select_currencies, **bounds)
    digits = {currency: minor_digits(currency) for currency in currencies if is_currency(currency)}
    rows = snapshot.reader.fetch(SQL.m1_line_goods, _GoodsRow, digits=msgspec.json.encode(digits).decode(), **bounds)
    moved = _moved_lines(snapshot, sorted({row.order_id for row in rows}))
    for row in rows:
        if _LineKey(row.order_id, row.number) not in moved:
            thing = f"order {row.order_id} line {row.number}"
            yield Finding(thing, "goods_minor", str(row.expected), str(row.found))


def _moved_lines(snapshot: Snapshot, order_ids: list[int]) -> set[_LineKey]:
    return set(snapshot.reader.fetch(SQL.select_moved_lines, _LineKey, order_ids=order_ids)) if order_ids else set()
