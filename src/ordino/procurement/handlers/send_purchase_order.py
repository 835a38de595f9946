"""Say that suppliers have orders."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.procurement.book import PurchaseBook, done_with, on_purchase_orders
from ordino.procurement.commands import SendPurchaseOrder
from ordino.procurement.events import PurchaseOrderSent
from ordino.procurement.rows import ExpectedGoods, LineRow, PurchaseOrderRow


@handles(SendPurchaseOrder)
def send_purchase_order(unit: Unit, commands: Sequence[SendPurchaseOrder]) -> list[Decision]:
    """Lines without a date come after the supplier's lead time, counted from now."""
    return on_purchase_orders(unit, commands, _send)


def _send(book: PurchaseBook, command: SendPurchaseOrder, row: PurchaseOrderRow) -> Decision:
    after = book.move(row, command)
    event = PurchaseOrderSent(
        purchase_order_id=row.id,
        supplier=row.supplier,
        location=row.location,
        lines=tuple([_expected(book, line) for line in book.lines(row.id)]),
    )
    return done_with(after, event)


def _expected(book: PurchaseBook, line: LineRow) -> ExpectedGoods:
    expected_at = line.expected_at or book.unit.now + timedelta(days=line.lead_time_days)
    book.change_line(structs.replace(line, expected_at=expected_at))
    return ExpectedGoods(line.number, line.sku, line.quantity, expected_at)
