"""Units that were kept from being sold are free again."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.accounts import AVAILABLE
from ordino.inventory.commands import MarkAvailable
from ordino.inventory.events import StockMadeAvailable
from ordino.inventory.rows import Pair
from ordino.inventory.shelf import Shelf, on_shelf, rebucket
from ordino.kernel.messages import Decision


@handles(MarkAvailable)
def mark_available(unit: Unit, commands: Sequence[MarkAvailable]) -> list[Decision]:
    return on_shelf(unit, commands, _mark)


def _mark(shelf: Shelf, command: MarkAvailable, pair: Pair) -> Decision:
    event = StockMadeAvailable(
        sku=command.sku,
        location=command.location,
        bucket=command.bucket,
        quantity=command.quantity,
        reason=command.reason,
        reference=command.reference,
        lot=command.lot,
        serials=command.serials,
    )
    return rebucket(shelf, command, pair, source_bucket=command.bucket, target_bucket=AVAILABLE, event=event)
