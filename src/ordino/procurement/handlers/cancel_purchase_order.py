"""End purchase orders of which nothing has come."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.procurement.book import PurchaseBook, done_with, on_purchase_orders
from ordino.procurement.commands import CancelPurchaseOrder
from ordino.procurement.events import PurchaseOrderCanceled
from ordino.procurement.rows import PurchaseOrderRow


@handles(CancelPurchaseOrder)
def cancel_purchase_order(unit: Unit, commands: Sequence[CancelPurchaseOrder]) -> list[Decision]:
    """Nothing of them is expected any more."""
    return on_purchase_orders(unit, commands, _cancel)


def _cancel(book: PurchaseBook, command: CancelPurchaseOrder, row: PurchaseOrderRow) -> Decision:
    after = book.move(structs.replace(row, note=command.reason), command)
    event = PurchaseOrderCanceled(purchase_order_id=row.id, reason=command.reason, given_up=book.give_up(row))
    return done_with(after, event)
