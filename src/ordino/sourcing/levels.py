"""What may be sourced from locked levels: available units without safety stock, and how old they are where a cost asks."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.inventory.rows import LevelRow
from ordino.kernel.messages import Record
from ordino.sourcing.decide.stock import RunningStock
from ordino.sourcing.facts import SQL, Network


class _AgeRow(Record, frozen=True):
    sku_id: int
    location_id: int
    days: int


def sourceable(level: LevelRow) -> int:
    """Units of a level that orders may take: what is available beyond the safety stock."""
    return max(0, level.available - level.safety_stock)


def running_stock(unit: Unit, network: Network, levels: Sequence[LevelRow]) -> RunningStock:
    """The counters a batch decides with."""
    available = {(level.sku_id, level.location_id): sourceable(level) for level in levels}
    if not levels or not network.uses_cost("stock_age"):
        return RunningStock(available)
    rows = unit.fetch(SQL.select_stock_age, _AgeRow, levels=list(levels), now=unit.now)
    return RunningStock(available, {(row.sku_id, row.location_id): row.days for row in rows})
