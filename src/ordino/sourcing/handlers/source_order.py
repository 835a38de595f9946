"""Source orders: lock the stock of the whole batch, plan one order after the other, allocate, backorder, promise."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocate, convert_reservations, lock_levels_of_skus, reservations_of
from ordino.inventory.rows import AllocationRow, LevelRow, ReservationRow
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.network.decide.distance import Coordinates
from ordino.orders.buckets import BucketMove, move
from ordino.orders.events import order_stream
from ordino.sourcing.commands import Sourced, SourceOrder
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.promises import Promise, order_promise, promise_lines
from ordino.sourcing.decide.rows import Demand, DemandLine, Plan
from ordino.sourcing.decide.stock import RunningStock
from ordino.sourcing.events import OrderSourced
from ordino.sourcing.facts import Network, NetworkQuestion
from ordino.sourcing.levels import running_stock
from ordino.sourcing.problems import InsufficientStock
from ordino.sourcing.promising import insert_promises, open_supply
from ordino.sourcing.unsourced import find_problems


class _Planned(Record, frozen=True):
    """An order with its plan."""

    command: SourceOrder
    plan: Plan


@handles(SourceOrder)
def source_order(unit: Unit, commands: Sequence[SourceOrder]) -> list[Decision]:
    """Each order is decided against what the orders before it in the batch have left."""
    problems = find_problems(unit, commands)
    sound = [command for index, command in enumerate(commands) if index not in problems]
    decisions = iter(_source(unit, sound) if sound else ())
    return [Refused(problems[index]) if index in problems else next(decisions) for index in range(len(commands))]


def _source(unit: Unit, commands: Sequence[SourceOrder]) -> list[Decision]:
    question = NetworkQuestion(
        unit,
        now=unit.now,
        moments=[command.placed_at for command in commands],
        channel_ids=[command.channel_id for command in commands],
        countries=[command.country for command in commands],
    )
    levels, reservations = _lock_stock(unit, commands)
    network = question.network()
    planned = _plan_batch(commands, network, running_stock(unit, network, levels), reservations)
    accepted = [item for item in planned if not item.plan.refused]
    convert_reservations(unit, sorted({row.command.reservation_owner for row in accepted} - {""}))
    promises = _promise(unit, network, planned)
    _write(unit, accepted)
    return [
        Refused(_shortage(item)) if item.plan.refused else _done(item, parts)
        for item, parts in zip(planned, promises, strict=True)
    ]


def _lock_stock(unit: Unit, commands: Sequence[SourceOrder]) -> tuple[list[LevelRow], dict[str, list[ReservationRow]]]:
    """Lock every level the batch may touch; answers the levels and, by owner, what the orders' own checkouts reserved."""
    skus = {line.sku_id for command in commands for line in command.lines}
    owners = sorted({command.reservation_owner for command in commands} - {""})
    skus.update(row.sku_id for row in reservations_of(unit, owners))
    levels = lock_levels_of_skus(unit, sorted(skus))
    reserved: dict[str, list[ReservationRow]] = {}
    for row in reservations_of(unit, owners):
        reserved.setdefault(row.owner, []).append(row)
    return levels, reserved


def _plan_batch(
    commands: Sequence[SourceOrder],
    network: Network,
    stock: RunningStock,
    reservations: dict[str, list[ReservationRow]],
) -> list[_Planned]:
    planned = []
    for command in commands:
        own = reservations.pop(command.reservation_owner, []) if command.reservation_owner else []
        for row in own:
            stock.add(row.sku_id, row.location_id, row.quantity)
        plan = _plan(command, network, stock)
        if plan.refused:
            for row in own:
                stock.add(row.sku_id, row.location_id, -row.quantity)
        stock.take(plan.allocations)
        planned.append(_Planned(command, plan))
    return planned


def _plan(command: SourceOrder, network: Network, stock: RunningStock) -> Plan:
    lines = tuple([DemandLine(line.number, line.sku_id, line.quantity) for line in command.lines])
    destination = None
    if command.latitude is not None and command.longitude is not None:
        destination = Coordinates(command.latitude, command.longitude)
    return plan_sources(
        Demand(lines, command.ship_complete, command.out_of_stock),
        network.sources(command.channel_id, destination),
        stock,
        network.rules(command.channel_id, command.maximum_parcels),
    )


def _write(unit: Unit, accepted: Sequence[_Planned]) -> None:
    allocations, moves = [], []
    for item in accepted:
        order_id = item.command.order_id
        for taken in item.plan.allocations:
            allocations.append(
                AllocationRow(order_id, taken.line_number, taken.location_id, taken.sku_id, taken.quantity)
            )
            moves.append(BucketMove(order_id, taken.line_number, "unsourced", "allocated", taken.quantity))
        for row in item.plan.backorders:
            moves.append(BucketMove(order_id, row.line_number, "unsourced", "backordered", row.quantity))
    move(unit, moves)
    allocate(unit, allocations)


def _promise(unit: Unit, network: Network, planned: Sequence[_Planned]) -> list[tuple[Promise, ...]]:
    """The dates of each order, refused ones have none; they count from when it was placed."""
    pool = open_supply(unit, [row.sku_id for item in planned for row in item.plan.backorders])
    promises = [
        promise_lines(
            item.plan.allocations,
            item.plan.backorders,
            pool,
            network.calendar(item.command.channel_id, item.command.country),
            item.command.placed_at,
        )
        for item in planned
    ]
    insert_promises(unit, [(item.command.order_id, parts) for item, parts in zip(planned, promises, strict=True)])
    return promises


def _done(item: _Planned, promises: tuple[Promise, ...]) -> Done:
    order_id = item.command.order_id
    event = OrderSourced(order_id=order_id, plan=item.plan, promises=promises, promised_on=order_promise(promises))
    return Done(Sourced(order_id=order_id, plan=item.plan), (StreamEvent(order_stream(order_id), event),))


def _shortage(item: _Planned) -> InsufficientStock:
    codes = {line.sku_id: line.sku for line in item.command.lines}
    first, *others = item.plan.shortages
    return InsufficientStock(
        sku=codes[first.sku_id],
        wanted=first.wanted,
        available=first.available,
        also_short=tuple(codes[row.sku_id] for row in others),
    )
