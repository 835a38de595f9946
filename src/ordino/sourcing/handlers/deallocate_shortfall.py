"""Take units that a count did not find back from the orders that go last; they wait again, and somebody is told."""

from collections.abc import Mapping, Sequence

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocations_of_levels, deallocate, lock_levels
from ordino.inventory.rows import AllocationRow, DemandRow, Pair
from ordino.inventory.shortfalls import write_off_shortfall
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.buckets import BucketMove, move
from ordino.orders.events import order_stream
from ordino.sourcing.codes import Codes, location_ids, sku_ids
from ordino.sourcing.commands import DeallocateShortfall, Released
from ordino.sourcing.decide.backorders import choose_claims_to_release
from ordino.sourcing.events import AllocationsLost, Taken
from ordino.sourcing.facts import SQL
from ordino.sourcing.lines import OrderLine, lock_lines, network_of
from ordino.sourcing.promising import NewPromises, changes_of, promise_anew

LineKey = tuple[int, int]


@handles(DeallocateShortfall)
def deallocate_shortfall(unit: Unit, commands: Sequence[DeallocateShortfall]) -> list[Decision]:
    """Only units that are not yet released to a warehouse are taken back; what was taken is booked out in inventory."""
    skus = sku_ids(unit, [command.sku for command in commands])
    locations = location_ids(unit, [command.location for command in commands])
    problems = [_problem(command, skus, locations) for command in commands]
    pairs = [
        Pair(skus[command.sku], locations[command.location])
        for command, problem in zip(commands, problems, strict=True)
        if problem is None
    ]
    lines = {(row.order_id, row.number): row for row in _lock_lines(unit, pairs)}
    lock_levels(unit, pairs)
    lost = _choose(allocations_of_levels(unit, pairs), lines, _shortfalls(pairs, commands, problems))
    deallocate(unit, lost)
    move(unit, [BucketMove(r.order_id, r.line_number, "allocated", "backordered", r.quantity) for r in lost])
    written_off = _write_off(unit, lost)
    touched = [lines[key] for key in sorted({(row.order_id, row.line_number) for row in lost})]
    promises = promise_anew(unit, network_of(unit, touched), changes_of(touched, given_back=lost), unit.now)
    by_pair: dict[Pair, list[AllocationRow]] = {}
    for row in lost:
        by_pair.setdefault(Pair(row.sku_id, row.location_id), []).append(row)
    decisions: list[Decision] = []
    for command, problem in zip(commands, problems, strict=True):
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        pair = Pair(skus[command.sku], locations[command.location])
        decisions.append(_done(by_pair.pop(pair, []), written_off.get(pair), promises))
    return decisions


def _problem(command: DeallocateShortfall, skus: Codes, locations: Codes) -> Problem | None:
    if command.quantity <= 0:
        return InvalidInput(field="quantity", reason="must be positive")
    return skus.missing(command.sku) or locations.missing(command.location)


def _lock_lines(unit: Unit, pairs: Sequence[Pair]) -> list[OrderLine]:
    order_ids = unit.fetch_values(SQL.select_orders_of_level, pairs=list(pairs)) if pairs else []
    return lock_lines(unit, order_ids)


def _shortfalls(
    pairs: Sequence[Pair], commands: Sequence[DeallocateShortfall], problems: Sequence[Problem | None]
) -> dict[Pair, int]:
    accepted = [command for command, problem in zip(commands, problems, strict=True) if problem is None]
    missing: dict[Pair, int] = {}
    for pair, command in zip(pairs, accepted, strict=True):
        missing[pair] = missing.get(pair, 0) + command.quantity
    return missing


def _choose(
    allocations: Sequence[AllocationRow], lines: Mapping[LineKey, OrderLine], shortfalls: Mapping[Pair, int]
) -> list[AllocationRow]:
    """The claims that lose, level by level, from units of a line that are allocated and not further on."""
    left = {key: line.allocated for key, line in lines.items()}
    lost: list[AllocationRow] = []
    for pair, missing in sorted(shortfalls.items()):
        claims = [
            lines[row.order_id, row.line_number].claim(min(row.free, left[row.order_id, row.line_number]))
            for row in allocations
            if Pair(row.sku_id, row.location_id) == pair and (row.order_id, row.line_number) in lines
        ]
        for row in choose_claims_to_release(claims, {pair.sku_id: missing}):
            left[row.order_id, row.line_number] -= row.quantity
            lost.append(AllocationRow(row.order_id, row.line_number, pair.location_id, row.sku_id, row.quantity))
    return lost


def _write_off(unit: Unit, lost: Sequence[AllocationRow]) -> dict[Pair, StreamEvent]:
    units: dict[Pair, int] = {}
    for row in lost:
        pair = Pair(row.sku_id, row.location_id)
        units[pair] = units.get(pair, 0) + row.quantity
    rows = [DemandRow(pair.sku_id, pair.location_id, quantity) for pair, quantity in sorted(units.items())]
    return dict(zip(sorted(units), write_off_shortfall(unit, rows), strict=True)) if rows else {}


def _done(lost: Sequence[AllocationRow], written_off: StreamEvent | None, promises: Mapping[int, NewPromises]) -> Done:
    if written_off is None or not lost:
        return Done(Released(quantity=0))
    by_order: dict[int, list[Taken]] = {}
    for row in lost:
        by_order.setdefault(row.order_id, []).append(Taken(row.line_number, row.sku_id, row.location_id, row.quantity))
    events = [
        StreamEvent(
            order_stream(order_id),
            AllocationsLost(
                order_id=order_id,
                lost=tuple(rows),
                promises=promises[order_id].after,
                slips=promises[order_id].slips,
            ),
        )
        for order_id, rows in by_order.items()
    ]
    return Done(Released(quantity=sum(row.quantity for row in lost)), (*events, written_off))
