"""End purchase orders of which something has come."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.procurement.book import PurchaseBook, done_with, on_purchase_orders
from ordino.procurement.commands import ClosePurchaseOrder
from ordino.procurement.events import PurchaseOrderClosed
from ordino.procurement.rows import PurchaseOrderRow


@handles(ClosePurchaseOrder)
def close_purchase_order(unit: Unit, commands: Sequence[ClosePurchaseOrder]) -> list[Decision]:
    """What has not come is expected no longer."""
    return on_purchase_orders(unit, commands, _close)


def _close(book: PurchaseBook, command: ClosePurchaseOrder, row: PurchaseOrderRow) -> Decision:
    after = book.move(structs.replace(row, note=command.note or row.note), command)
    event = PurchaseOrderClosed(purchase_order_id=row.id, given_up=book.give_up(row), note=command.note)
    return done_with(after, event)
