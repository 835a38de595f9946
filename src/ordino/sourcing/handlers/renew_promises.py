"""Promise orders anew that go elsewhere or have another rank now; those who wait for the same supply may go up or down."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocations_of_orders
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import NotFound
from ordino.sourcing.commands import RenewPromises
from ordino.sourcing.facts import SQL
from ordino.sourcing.handlers.refresh_promises import MAX_ORDERS_PER_SKU, promises_refreshed
from ordino.sourcing.lines import OrderLine, lock_free_lines, lock_lines, network_of
from ordino.sourcing.promising import LineChange, LineKey, changes_of, promise_anew, rows_by_line


@handles(RenewPromises)
def renew_promises(unit: Unit, commands: Sequence[RenewPromises]) -> list[Decision]:
    """Each order answers for itself, the first for the others that changed with it.

    The orders of the commands are locked already, so others that somebody else is changing are passed over: they keep theirs.
    """
    own = lock_lines(unit, [command.order_id for command in commands])
    known = {line.order_id for line in own}
    lines = [line for line in (*own, *_rivals(unit, own)) if line.is_open_for("FillBackorders")]
    changes = [change for change in _changes(unit, lines, known) if change.waiting or change.held]
    renewed = promise_anew(unit, network_of(unit, lines), changes, unit.now)
    changed = {order_id: promises for order_id, promises in renewed.items() if promises.changed}
    decisions: list[Decision] = []
    for command in commands:
        if command.order_id not in known:
            decisions.append(Refused(NotFound(what="order", reference=str(command.order_id))))
            continue
        mine = [order_id for order_id in changed if order_id == command.order_id or order_id not in known]
        decisions.append(promises_refreshed([changed.pop(order_id) for order_id in mine]))
    return decisions


def _rivals(unit: Unit, own: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines of other orders that wait for a SKU that one of these waits for."""
    skus, known = {line.sku_id for line in own if line.backordered}, {line.order_id for line in own}
    if not skus:
        return []
    waiting = unit.fetch_values(SQL.select_waiting_orders, sku_ids=sorted(skus), maximum=MAX_ORDERS_PER_SKU)
    lines = lock_free_lines(unit, [order_id for order_id in waiting if order_id not in known])
    return [line for line in lines if line.backordered and line.sku_id in skus]


def _changes(unit: Unit, lines: Sequence[OrderLine], known: set[int]) -> list[LineChange]:
    """In the order of precedence; the lines of the orders themselves with what is allocated to them."""
    held = rows_by_line(allocations_of_orders(unit, sorted({line.order_id for line in lines} & known)))
    return [
        replace(change, held=tuple(held.get(LineKey(change.order_id, change.line_number), ())))
        if change.order_id in known
        else change
        for change in changes_of(lines)
    ]
