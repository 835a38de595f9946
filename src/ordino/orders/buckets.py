"""Moving units of order lines between buckets: the only place where a line's quantities change after it was written."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders.facts import SQL
from ordino.orders.pending import PendingOrders

NAMES = ("canceled", "unsourced", "backordered", "allocated", "released", "picked", "packed", "shipped")
AFTER_SHIPPING = ("delivered", "return_expected", "returned", "written_off")


class BucketMove(Record, frozen=True):
    """So many units of a line leave bucket `source` for bucket `target`."""

    order_id: int
    line_number: int
    source: str
    target: str
    quantity: int


class _Change(Record, frozen=True):
    order_id: int
    number: int
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int


class _LineKey(Record, frozen=True):
    order_id: int
    number: int


class _OrderKey(Record, frozen=True):
    order_id: int


class AfterShipping(Record, frozen=True):
    """How what became of a line's shipped units changes; a decrease is negative."""

    order_id: int
    line_number: int
    delivered: int = 0
    return_expected: int = 0
    returned: int = 0
    written_off: int = 0


class LineNotFound(RuntimeError):
    """Units of a line that does not exist were to be moved: the decision was wrong. Nothing is committed."""


def move(unit: Unit, moves: Sequence[BucketMove]) -> None:
    """Move the units and derive the orders' fulfillment status anew: two statements for any number of lines.

    Lines that were placed in this transaction are not written yet; their units move in memory.
    The order's version stays: it counts changes of what was agreed, not the progress of its units.
    """
    pending = unit.pending(PendingOrders)
    changes: dict[tuple[int, int], list[int]] = {}
    for one in moves:
        if pending.holds_line(one.order_id, one.line_number):
            pending.move(one.order_id, one.line_number, one.source, one.target, one.quantity)
            continue
        change = changes.setdefault((one.order_id, one.line_number), [0] * len(NAMES))
        change[NAMES.index(one.source)] -= one.quantity
        change[NAMES.index(one.target)] += one.quantity
    if not changes:
        return
    rows = [_Change(order_id, number, *change) for (order_id, number), change in changes.items()]
    missing = unit.ask(SQL.move_quantities, _LineKey, rows=rows)
    unit.assure_empty(missing, lambda lines: LineNotFound(f"some of {lines[:5]}"))
    derive_statuses(unit, sorted({order_id for order_id, _ in changes}))


def count_after_shipping(unit: Unit, changes: Sequence[AfterShipping]) -> None:
    """Count what becomes of shipped units, and derive the orders' statuses anew: two statements for any number of lines."""
    if not changes:
        return
    lines = {(change.order_id, change.line_number) for change in changes}
    if unit.write_counted(SQL.count_after_shipping, changes) != len(lines):
        raise LineNotFound(f"some of {sorted(lines)[:5]}")
    derive_statuses(unit, sorted({order_id for order_id, _ in lines}))


def derive_statuses(unit: Unit, order_ids: Sequence[int]) -> None:
    """Derive the fulfillment and return status of the orders from their lines; nobody waits for it."""
    if order_ids:
        unit.ask(SQL.derive_statuses, _OrderKey, order_ids=list(order_ids))
