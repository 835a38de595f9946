"""How orders there are would be sourced under the rules that stand in this transaction: for whoever sets them. Nothing is taken."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.inventory.allocations import allocations_of_orders
from ordino.inventory.rows import AllocationRow, LevelRow
from ordino.kernel.messages import Record
from ordino.sourcing.decide.plan import plan_sources
from ordino.sourcing.decide.rows import Demand, DemandLine, Plan
from ordino.sourcing.facts import SQL, Network
from ordino.sourcing.levels import running_stock
from ordino.sourcing.lines import OrderLine, network_of


class Sample(Record, frozen=True):
    """An order to be looked at as if it came through a channel; None is a channel without rules of its own."""

    order_id: int
    channel_id: int | None


class SampleLines:
    """The lines of some orders with units that have not left, read without a lock."""

    def __init__(self, unit: Unit, order_ids: Sequence[int]) -> None:
        wanted = sorted(set(order_ids))
        rows = unit.fetch(SQL.select_lines, OrderLine, order_ids=wanted) if wanted else []
        self.rows = [row for row in rows if _units(row)]

    def of(self, order_id: int) -> list[OrderLine]:
        return [row for row in self.rows if row.order_id == order_id]


def plans_of_samples(unit: Unit, lines: SampleLines, samples: Sequence[Sample]) -> list[Plan]:
    """The plan of each sample by itself: what the order holds already counts as available to it."""
    if not samples:
        return []
    network = network_of(unit, lines.rows)
    levels = unit.fetch(SQL.select_levels_of_skus, LevelRow, sku_ids=sorted({row.sku_id for row in lines.rows}))
    held = allocations_of_orders(unit, sorted({sample.order_id for sample in samples}))
    return [_plan(unit, network, levels, held, sample, lines.of(sample.order_id)) for sample in samples]


def _plan(
    unit: Unit,
    network: Network,
    levels: Sequence[LevelRow],
    held: Sequence[AllocationRow],
    sample: Sample,
    lines: Sequence[OrderLine],
) -> Plan:
    stock = running_stock(unit, network, levels)
    for row in held:
        if row.order_id == sample.order_id:
            stock.add(row.sku_id, row.location_id, row.quantity)
    first, channel_id = lines[0], sample.channel_id or 0
    demand = Demand(tuple(DemandLine(row.number, row.sku_id, _units(row)) for row in lines), first.ship_complete)
    return plan_sources(demand, network.sources(channel_id), stock, network.rules(channel_id, first.maximum_parcels))


def _units(row: OrderLine) -> int:
    return row.unsourced + row.backordered + row.held
