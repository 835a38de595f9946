"""The second half of a count that found less than was promised; for the layer above, in the count's transaction.

`StockCounted` with a shortfall → the layer above decides which of `allocations.allocations_of_levels` lose, gives them
back with `allocations.deallocate` and books the loss here.
"""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.inventory.accounts import ADJUSTMENT, location_account
from ordino.inventory.allocations import StockGuardError
from ordino.inventory.codes import Codes
from ordino.inventory.events import StockWrittenOff
from ordino.inventory.rows import DemandRow, Pair
from ordino.inventory.work import StockWork
from ordino.kernel.messages import StreamEvent


def write_off_shortfall(unit: Unit, rows: Sequence[DemandRow], *, reference: str = "") -> list[StreamEvent]:
    """Book units out that a count missed and orders have given up; answers the events, one for each row.

    Raises StockGuardError where the units are not available, that is, where orders have not given them up.
    """
    codes = Codes(unit, sku_ids=(row.sku_id for row in rows), location_ids=(row.location_id for row in rows))
    work = StockWork(unit, sorted({Pair(row.sku_id, row.location_id) for row in rows}))
    events: list[StreamEvent] = []
    for row in rows:
        pair = Pair(row.sku_id, row.location_id)
        if row.quantity > work.level(pair).available:
            raise StockGuardError(f"not given up: {row}")
        here = location_account(pair.location_id)
        work.move(pair, row.quantity, source=here, target=ADJUSTMENT, reason="count", reference=reference)
        sku, location = codes.sku_code[pair.sku_id], codes.location_code[pair.location_id]
        event = StockWrittenOff(sku=sku, location=location, quantity=row.quantity, reference=reference)
        events.append(StreamEvent(codes.stream(pair), event))
    work.write()
    return events
