"""Units are thrown away."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.accounts import SCRAP
from ordino.inventory.commands import ScrapStock
from ordino.inventory.events import StockScrapped
from ordino.inventory.rows import Pair
from ordino.inventory.shelf import Shelf, on_shelf, rebucket
from ordino.kernel.messages import Decision


@handles(ScrapStock)
def scrap_stock(unit: Unit, commands: Sequence[ScrapStock]) -> list[Decision]:
    return on_shelf(unit, commands, _scrap)


def _scrap(shelf: Shelf, command: ScrapStock, pair: Pair) -> Decision:
    event = StockScrapped(
        sku=command.sku,
        location=command.location,
        bucket=command.bucket,
        quantity=command.quantity,
        reason=command.reason,
        reference=command.reference,
        lot=command.lot,
        serials=command.serials,
    )
    return rebucket(shelf, command, pair, source_bucket=command.bucket, target_bucket=SCRAP, event=event)
