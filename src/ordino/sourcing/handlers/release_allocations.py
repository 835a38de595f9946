"""Give back what is allocated beyond what an order's lines still hold; the buckets were moved by whoever canceled."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocations_of_orders, deallocate, lock_levels
from ordino.inventory.rows import AllocationRow, Pair
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound
from ordino.orders.events import order_stream
from ordino.sourcing.codes import CodeRow
from ordino.sourcing.commands import ReleaseAllocations, Released
from ordino.sourcing.decide.surplus import surplus
from ordino.sourcing.events import AllocationsReleased, Freed
from ordino.sourcing.facts import SQL
from ordino.sourcing.lines import OrderLine, lock_lines, network_of
from ordino.sourcing.promising import LineChange, LineKey, promise_anew, rows_by_line


@handles(ReleaseAllocations)
def release_allocations(unit: Unit, commands: Sequence[ReleaseAllocations]) -> list[Decision]:
    """Nothing is given back twice: the lines' buckets say what is still held."""
    lines = lock_lines(unit, [command.order_id for command in commands])
    held = {(line.order_id, line.number): line.held for line in lines}
    order_ids = sorted({line.order_id for line in lines})
    given_back = surplus(allocations_of_orders(unit, order_ids), held)
    codes = _codes(unit, lines, given_back)
    lock_levels(unit, [Pair(row.sku_id, row.location_id) for row in given_back])
    deallocate(unit, given_back)
    _promise_less(unit, lines, given_back)
    by_order: dict[int, list[Freed]] = {order_id: [] for order_id in order_ids}
    for row in given_back:
        sku, location = codes[row.sku_id, row.location_id]
        by_order[row.order_id].append(Freed(row.line_number, sku, location, row.quantity))
    decisions: list[Decision] = []
    for command in commands:
        if command.order_id not in order_ids:
            decisions.append(Refused(NotFound(what="order", reference=str(command.order_id))))
        else:
            decisions.append(_done(command.order_id, by_order[command.order_id]))
            by_order[command.order_id] = []
    return decisions


def _promise_less(unit: Unit, lines: Sequence[OrderLine], given_back: Sequence[AllocationRow]) -> None:
    """What was canceled is no longer promised, neither from stock nor from supply."""
    back = rows_by_line(given_back)
    changes = [
        LineChange(
            order_id=line.order_id,
            line_number=line.number,
            sku_id=line.sku_id,
            channel_id=line.channel_id,
            country=line.country,
            waiting=line.backordered,
            given_back=tuple(back.get(LineKey(line.order_id, line.number), ())),
        )
        for line in lines
    ]
    promise_anew(unit, network_of(unit, lines), changes, unit.now)


def _codes(
    unit: Unit, lines: Sequence[OrderLine], given_back: Sequence[AllocationRow]
) -> dict[tuple[int, int], tuple[str, str]]:
    """The SKU and location codes of what is given back."""
    if not given_back:
        return {}
    skus = {line.sku_id: line.sku for line in lines}
    location_ids = sorted({row.location_id for row in given_back})
    locations = {row.id: row.code for row in unit.fetch(SQL.select_location_codes, CodeRow, ids=location_ids)}
    return {(row.sku_id, row.location_id): (skus[row.sku_id], locations.get(row.location_id, "")) for row in given_back}


def _done(order_id: int, freed: Sequence[Freed]) -> Done:
    if not freed:
        return Done(Released(quantity=0))
    event = AllocationsReleased(order_id=order_id, released=tuple(freed))
    return Done(Released(quantity=sum(row.quantity for row in freed)), (StreamEvent(order_stream(order_id), event),))
