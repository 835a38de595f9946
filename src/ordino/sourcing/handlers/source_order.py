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


class _Planned(Record, frozen=True):
    """An order with its plan."""

    command: SourceOrder
    plan: Plan


@handles(SourceOrder)
def source_order(unit: Unit, commands: Sequence[SourceOrder]) -> list[Decision]:
    """Each order is decided against what the orders before it in the batch have left."""
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
    promises = _promise(unit, network, accepted)
    _write(unit, accepted)
    return [
        Refused(_shortage(item)) if item.plan.refused else _done(item, promises[item.command.order_id])
        for item in planned
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


def _promise(unit: Unit, network: Network, accepted: Sequence[_Planned]) -> dict[int, tuple[Promise, ...]]:
    """The dates of each order count from when it was placed."""
    pool = open_supply(unit, [row.sku_id for item in accepted for row in item.plan.backorders])
    promises: dict[int, tuple[Promise, ...]] = {}
    for item in accepted:
        command, plan = item.command, item.plan
        calendar = network.calendar(command.channel_id, command.country)
        promises[command.order_id] = promise_lines(plan.allocations, plan.backorders, pool, calendar, command.placed_at)
    insert_promises(unit, list(promises.items()))
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
