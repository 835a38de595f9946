"""Fill backorders: what is available goes to the claims by precedence.

It mostly follows a receipt, in whose transaction the levels are locked already. So an order that somebody is changing at this
moment, or another SKU's level that a ship-complete order needs and somebody holds, is passed over and not waited for: that would
be against the order of locks. A sweep over `queries.fillable` gives the rest.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ordino.engine import Unit, handles
from ordino.inventory.allocations import allocate, allocations_of_orders, lock_levels
from ordino.inventory.rows import AllocationRow, LevelRow, Pair
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.orders.buckets import BucketMove, move
from ordino.orders.events import order_stream
from ordino.sourcing.codes import location_ids, sku_ids
from ordino.sourcing.commands import FillBackorders, Filled
from ordino.sourcing.decide import backorders
from ordino.sourcing.decide.backorders import Claim, Filling
from ordino.sourcing.events import BackordersFilled, PromisesChanged, Taken
from ordino.sourcing.facts import SQL, Network
from ordino.sourcing.levels import sourceable
from ordino.sourcing.lines import OrderLine, lock_free_lines, network_of
from ordino.sourcing.promising import NewPromises, changes_of, promise_anew

MAX_ORDERS_PER_SKU = 1000


class _Given(Record, frozen=True):
    """A filling and the location it comes from."""

    location_id: int
    filling: Filling


class _Waiting:
    """What still waits while locations are filled one after the other, and which locations each order uses."""

    def __init__(self, lines: Sequence[OrderLine], held: Iterable[AllocationRow], network: Network) -> None:
        self.lines = {(line.order_id, line.number): line for line in lines}
        self.units = {key: line.backordered for key, line in self.lines.items()}
        self._network = network
        self._locations: dict[int, set[int]] = {}
        for row in held:
            self._locations.setdefault(row.order_id, set()).add(row.location_id)

    def claims(self, location_id: int, skus: set[int]) -> list[Claim]:
        """The claims on SKUs at a location; a ship-complete order claims all it waits for, as soon as one SKU is there."""
        touched = {line.order_id for line in self.lines.values() if line.sku_id in skus}
        return [
            replace(line.claim(self.units[key]), stock_buffer=self._network.stock_buffer(line.channel_id))
            for key, line in self.lines.items()
            if self.units[key] > 0
            and line.order_id in touched
            and (line.ship_complete or line.sku_id in skus)
            and self._may_use(line, location_id)
        ]

    def fill(self, location_id: int, fillings: Sequence[Filling]) -> None:
        for row in fillings:
            self.units[row.order_id, row.line_number] -= row.quantity
            self._locations.setdefault(row.order_id, set()).add(location_id)

    def _may_use(self, line: OrderLine, location_id: int) -> bool:
        """The split limit holds for backorders, too; a ship-complete order goes out in one parcel."""
        used = self._locations.get(line.order_id, set())
        limit = 1 if line.ship_complete else self._network.rules(line.channel_id, line.maximum_parcels).max_parcels
        return location_id in used or len(used) < limit


@handles(FillBackorders)
def fill_backorders(unit: Unit, commands: Sequence[FillBackorders]) -> list[Decision]:
    """Each location in turn; all events belong to the first command, results to the first of each location."""
    skus = sku_ids(unit, [command.sku for command in commands])
    locations = location_ids(unit, [command.location for command in commands])
    wanted: dict[int, set[int]] = {}
    for command in commands:
        if command.sku in skus and command.location in locations:
            wanted.setdefault(locations[command.location], set()).add(skus[command.sku])
    given, promises = _fill(unit, wanted)
    events = _events(given, promises)
    decisions: list[Decision] = []
    for command in commands:
        problem = skus.missing(command.sku) or locations.missing(command.location)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        location_id = locations[command.location]
        mine = [row.filling for row in given if row.location_id == location_id]
        given = [row for row in given if row.location_id != location_id]
        result = Filled(orders=len({row.order_id for row in mine}), quantity=sum(row.quantity for row in mine))
        decisions.append(Done(result, events))
        events = ()
    return decisions


def _fill(unit: Unit, wanted: dict[int, set[int]]) -> tuple[list[_Given], dict[int, NewPromises]]:
    """Decide and write the fillings of each location; answers them, and the promises by order."""
    all_skus = sorted({sku for skus in wanted.values() for sku in skus})
    order_ids = unit.fetch_values(SQL.select_waiting_orders, sku_ids=all_skus, maximum=MAX_ORDERS_PER_SKU)
    lines = [
        line for line in lock_free_lines(unit, order_ids) if line.backordered > 0 and line.is_open_for("FillBackorders")
    ]
    if not lines:
        return [], {}
    network = network_of(unit, lines)
    waiting = _Waiting(lines, allocations_of_orders(unit, sorted({line.order_id for line in lines})), network)
    available = _lock_available(unit, network, waiting, wanted)
    free = _free_anywhere(unit, network, waiting) | available
    given: list[_Given] = []
    for location_id in sorted(wanted):
        here = {pair.sku_id: units for pair, units in available.items() if pair.location_id == location_id}
        elsewhere: Counter[int] = Counter()
        for pair, units in free.items():
            elsewhere[pair.sku_id] += units if pair.location_id != location_id else 0
        fillings = backorders.fill_backorders(waiting.claims(location_id, wanted[location_id]), here, elsewhere)
        waiting.fill(location_id, fillings)
        for row in fillings:
            free[Pair(row.sku_id, location_id)] -= row.quantity
        given += [_Given(location_id, filling) for filling in fillings]
    allocated = _write(unit, given)
    touched = {(row.order_id, row.line_number) for row in allocated}
    lines = [line for key, line in waiting.lines.items() if key in touched or line.sku_id in all_skus]
    return given, promise_anew(unit, network, changes_of(lines, allocated=allocated), unit.now)


def _lock_available(unit: Unit, network: Network, waiting: _Waiting, wanted: dict[int, set[int]]) -> dict[Pair, int]:
    """What is available of the SKUs at the locations, and of what ship-complete orders need besides, where nobody holds it."""
    places = [place for place in sorted(wanted) if network.fulfills(place)]
    pairs = [Pair(sku, place) for place in places for sku in wanted[place]]
    besides = {line.sku_id for line in waiting.lines.values() if line.ship_complete}
    others = [Pair(sku, place) for place in places for sku in besides - wanted[place]]
    levels = lock_levels(unit, pairs)
    if others:
        levels += unit.fetch(SQL.lock_free_levels, LevelRow, pairs=others)
    return {row.pair: sourceable(row) for row in levels}


def _free_anywhere(unit: Unit, network: Network, waiting: _Waiting) -> dict[Pair, int]:
    """What is free at all locations, where a channel leaves units in stock; read without a lock, as a buffer is a margin."""
    lines = waiting.lines.values()
    if not any(network.stock_buffer(line.channel_id) for line in lines):
        return {}
    rows = unit.fetch(SQL.select_levels_of_skus, LevelRow, sku_ids=sorted({line.sku_id for line in lines}))
    return {row.pair: sourceable(row) for row in rows}


def _write(unit: Unit, given: Sequence[_Given]) -> list[AllocationRow]:
    rows = [row.filling for row in given]
    allocated = [
        AllocationRow(row.order_id, row.line_number, taken.location_id, row.sku_id, row.quantity)
        for row, taken in zip(rows, given, strict=True)
    ]
    allocate(unit, allocated)
    move(unit, [BucketMove(row.order_id, row.line_number, "backordered", "allocated", row.quantity) for row in rows])
    return allocated


def _events(given: Sequence[_Given], promises: dict[int, NewPromises]) -> tuple[StreamEvent, ...]:
    """One event for each order: it was filled, or it waits on with other dates, because supply or precedence changed."""
    by_order: dict[int, list[Taken]] = {}
    for row in given:
        taken = row.filling
        by_order.setdefault(taken.order_id, []).append(
            Taken(taken.line_number, taken.sku_id, row.location_id, taken.quantity)
        )
    events: list[StreamEvent] = []
    for order_id, new in promises.items():
        stream = order_stream(order_id)
        if order_id in by_order:
            taken_rows = tuple(by_order[order_id])
            filled = BackordersFilled(order_id=order_id, allocated=taken_rows, promises=new.after, slips=new.slips)
            events.append(StreamEvent(stream, filled))
        elif new.changed:
            changed = PromisesChanged(order_id=order_id, promises=new.after, slips=new.slips)
            events.append(StreamEvent(stream, changed))
    return tuple(events)
