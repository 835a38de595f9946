"""Units stay where they are and are kept from being sold."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.inventory.accounts import AVAILABLE
from ordino.inventory.commands import MarkUnavailable
from ordino.inventory.events import StockMadeUnavailable
from ordino.inventory.rows import Pair
from ordino.inventory.shelf import Shelf, on_shelf, rebucket
from ordino.kernel.messages import Decision


@handles(MarkUnavailable)
def mark_unavailable(unit: Unit, commands: Sequence[MarkUnavailable]) -> list[Decision]:
    return on_shelf(unit, commands, _mark)


def _mark(shelf: Shelf, command: MarkUnavailable, pair: Pair) -> Decision:
    event = StockMadeUnavailable(
        sku=command.sku,
        location=command.location,
        bucket=command.bucket,
        quantity=command.quantity,
        reason=command.reason,
        reference=command.reference,
        lot=command.lot,
        serials=command.serials,
    )
    return rebucket(shelf, command, pair, source_bucket=AVAILABLE, target_bucket=command.bucket, event=event)
