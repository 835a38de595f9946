"""Source units of a line again, without the location that refuses them or does not find them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocate, allocations_of_orders, deallocate, lock_levels_of_skus
from ordino.inventory.rows import AllocationRow
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.buckets import BucketMove, move
from ordino.orders.events import order_stream
from ordino.sourcing.codes import location_ids
from ordino.sourcing.commands import Resourced, ResourceLine
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.rows import Demand, DemandLine, Plan
from ordino.sourcing.events import LineResourced, Taken
from ordino.sourcing.facts import Network
from ordino.sourcing.levels import running_stock
from ordino.sourcing.lines import OrderLine, lock_lines, network_of
from ordino.sourcing.promising import NewPromises, changes_of, promise_anew


class _Asked(Record, frozen=True):
    """A command that can be carried out, with the units that its line gives back."""

    command: ResourceLine
    line: OrderLine
    given_back: AllocationRow


class _Planned(Record, frozen=True):
    """A line with what it gives back and the plan for it."""

    command: ResourceLine
    line: OrderLine
    given_back: AllocationRow
    plan: Plan


class _Desk:
    """What a batch of re-sourcings decides with."""

    def __init__(self, unit: Unit, commands: Sequence[ResourceLine]) -> None:
        self.locations = location_ids(unit, [command.location for command in commands])
        lines = lock_lines(unit, [command.order_id for command in commands])
        self.lines = {(line.order_id, line.number): line for line in lines}
        allocations = allocations_of_orders(unit, sorted({line.order_id for line in lines}))
        self.held = {(row.order_id, row.line_number, row.location_id): row for row in allocations}
        self.network = network_of(unit, lines)
        wanted = [self.lines.get((command.order_id, command.line_number)) for command in commands]
        levels = lock_levels_of_skus(unit, sorted({line.sku_id for line in wanted if line is not None}))
        self.stock = running_stock(unit, self.network, levels)
        self._seen: set[tuple[int, int]] = set()
        self._units_from: dict[int, Counter[int]] = {}
        for row in allocations:
            self._count(row.order_id, row.location_id, row.quantity)

    def check(self, command: ResourceLine) -> "_Asked | Problem":
        """The units that the line gives back, or why they cannot be taken from the location."""
        key = (command.order_id, command.line_number)
        line = self.lines.get(key)
        if line is None:
            return NotFound(what="order line", reference=f"{command.order_id}-{command.line_number}")
        if command.location not in self.locations:
            return NotFound(what="location", reference=command.location)
        if key in self._seen:
            return InvalidInput(field="line_number", reason="stands twice in this batch; repeat it in the next one")
        refusing = self.locations[command.location]
        there = self.held.get((*key, refusing))
        most = 0 if there is None else min(there.free, line.allocated)
        if not 1 <= command.quantity <= most:
            return InvalidInput(
                field="quantity", reason=f"must be 1 to {most}, what {command.location} holds free for the line"
            )
        self._seen.add(key)
        self._count(line.order_id, refusing, -command.quantity)
        given_back = AllocationRow(line.order_id, line.number, refusing, line.sku_id, command.quantity)
        return _Asked(command, line, given_back)

    def plan(self, asked: _Asked) -> _Planned:
        """Where the units come from now: never more parcels than the order may have, those of its other units counted."""
        line, refusing = asked.line, asked.given_back.location_id
        used = frozenset(place for place, units in self._units_from[line.order_id].items() if units)
        rules = self.network.rules(line.channel_id, line.maximum_parcels)
        sources = [source for source in self.network.sources(line.channel_id) if source.id != refusing]
        units = DemandLine(line.number, line.sku_id, asked.given_back.quantity)
        demand = Demand((units,), line.ship_complete, used=used)
        plan = plan_sources(demand, sources, self.stock, rules)
        self.stock.take(plan.allocations)
        for row in plan.allocations:
            self._count(line.order_id, row.location_id, row.quantity)
        return _Planned(asked.command, line, asked.given_back, plan)

    def _count(self, order_id: int, location_id: int, units: int) -> None:
        self._units_from.setdefault(order_id, Counter())[location_id] += units


@handles(ResourceLine)
def resource_line(unit: Unit, commands: Sequence[ResourceLine]) -> list[Decision]:
    """A line is sourced again once in a batch; the units are free at the location that gave them back."""
    desk = _Desk(unit, commands)
    checked = [desk.check(command) for command in commands]
    decided = [desk.plan(item) if isinstance(item, _Asked) else item for item in checked]
    promises = _write(unit, desk.network, [item for item in decided if isinstance(item, _Planned)])
    return [_done(item, promises) if isinstance(item, _Planned) else Refused(item) for item in decided]


def _write(unit: Unit, network: Network, planned: Sequence[_Planned]) -> dict[int, NewPromises]:
    deallocate(unit, [item.given_back for item in planned])
    allocations = [
        AllocationRow(item.line.order_id, row.line_number, row.location_id, row.sku_id, row.quantity)
        for item in planned
        for row in item.plan.allocations
    ]
    allocate(unit, allocations)
    move(
        unit,
        [
            BucketMove(item.line.order_id, row.line_number, "allocated", "backordered", row.quantity)
            for item in planned
            for row in item.plan.backorders
        ],
    )
    changes = changes_of(
        [item.line for item in planned], given_back=[item.given_back for item in planned], allocated=allocations
    )
    return promise_anew(unit, network, changes, unit.now)


def _done(item: _Planned, promises: Mapping[int, NewPromises]) -> Done:
    order_id = item.line.order_id
    back = item.given_back
    event = LineResourced(
        order_id=order_id,
        reason=item.command.reason,
        taken_back=Taken(back.line_number, back.sku_id, back.location_id, back.quantity),
        plan=item.plan,
        promises=promises[order_id].after,
        slips=promises[order_id].slips,
    )
    result = Resourced(
        order_id=order_id,
        allocated=sum(row.quantity for row in item.plan.allocations),
        backordered=sum(row.quantity for row in item.plan.backorders),
    )
    return Done(result, (StreamEvent(order_stream(order_id), event),))
