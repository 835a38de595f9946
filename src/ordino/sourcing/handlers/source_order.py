"""Source orders: lock the stock of the whole batch, plan one order after the other, allocate, backorder, promise."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocate, convert_reservations, lock_levels_of_skus, reservations_of
from ordino.inventory.reservations import checkout_owner, is_checkout
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
from ordino.sourcing.problems import InsufficientStock, ReservationGone
from ordino.sourcing.promising import insert_promises, open_supply
from ordino.sourcing.stored import StoredOrders


class _Planned(Record, frozen=True):
    """An order with its plan."""

    command: SourceOrder
    plan: Plan


@handles(SourceOrder)
def source_order(unit: Unit, commands: Sequence[SourceOrder]) -> list[Decision]:
    """Each order is decided against what the orders before it in the batch have left."""
    stored = StoredOrders(unit, commands)
    problems = [stored.problem(command) for command in commands]
    sound = [command for command, problem in zip(commands, problems, strict=True) if problem is None]
    decisions = iter(_source(unit, sound, stored) if sound else ())
    return [next(decisions) if problem is None else Refused(problem) for problem in problems]


def _source(unit: Unit, commands: Sequence[SourceOrder], stored: StoredOrders) -> list[Decision]:
    question = unit.take_foreseen(NetworkQuestion) or NetworkQuestion(
        unit,
        now=unit.now,
        moments=[command.placed_at for command in commands],
        countries=[command.country for command in commands],
    )
    levels, reservations = _lock_stock(unit, commands)
    network = question.network()
    gone = _gone(commands, reservations)
    planner = _Planner(network, stored, running_stock(unit, network, levels), reservations)
    planned = [planner.plan(command) for command, problem in zip(commands, gone, strict=True) if problem is None]
    accepted = [item for item in planned if not item.plan.refused]
    convert_reservations(unit, sorted({row.command.reservation_owner for row in accepted} - {""}))
    promises = _promise(unit, network, planned)
    _write(unit, accepted)
    decisions = iter(
        Refused(_shortage(item)) if item.plan.refused else _done(item, parts)
        for item, parts in zip(planned, promises, strict=True)
    )
    return [next(decisions) if problem is None else Refused(problem) for problem in gone]


def _gone(
    commands: Sequence[SourceOrder], reservations: Mapping[str, Sequence[ReservationRow]]
) -> list[ReservationGone | None]:
    """Which orders name a cart that keeps nothing for them: not any more, for an order before, or in another channel."""
    taken: set[str] = set()
    problems: list[ReservationGone | None] = []
    for command in commands:
        owner = command.reservation_owner
        own = owner in reservations and owner not in taken and owner.startswith(checkout_owner(command.channel_id, ""))
        problems.append(ReservationGone(reservation=owner) if is_checkout(owner) and not own else None)
        taken.add(owner)
    return problems


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


class _Planner:
    """Plans one order after the other against the same stock, which each lowers."""

    def __init__(
        self,
        network: Network,
        stored: StoredOrders,
        stock: RunningStock,
        reservations: dict[str, list[ReservationRow]],
    ) -> None:
        self._network = network
        self._stored = stored
        self._stock = stock
        self._reservations = reservations

    def plan(self, command: SourceOrder) -> _Planned:
        """What the order's own checkout reserved is available to it, and what it leaves of that to the next."""
        own = self._reservations.pop(command.reservation_owner, []) if command.reservation_owner else []
        for row in own:
            self._stock.add(row.sku_id, row.location_id, row.quantity)
        plan = plan_sources(
            self._demand(command, own),
            self._network.sources(command.channel_id, _destination(command)),
            self._stock,
            self._network.rules(command.channel_id, command.maximum_parcels),
        )
        if plan.refused:
            for row in own:
                self._stock.add(row.sku_id, row.location_id, -row.quantity)
        self._stock.take(plan.allocations)
        return _Planned(command, plan)

    def _demand(self, command: SourceOrder, own: Sequence[ReservationRow]) -> Demand:
        lines = tuple(
            [DemandLine(line.number, line.sku_id, line.quantity, line.backorderable) for line in command.lines]
        )
        used, waits = self._stored.used(command.order_id), self._stored.waits(command)
        reserved: Counter[int] = Counter()
        for row in own:
            reserved[row.sku_id] += row.quantity
        return Demand(lines, command.ship_complete, command.out_of_stock, used, waits, reserved)


def _destination(command: SourceOrder) -> Coordinates | None:
    if command.latitude is None or command.longitude is None:
        return None
    return Coordinates(command.latitude, command.longitude)


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
