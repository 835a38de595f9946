"""Let suppliers' invoices be paid."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.procurement.commands import ApproveSupplierInvoice
from ordino.procurement.events import SupplierInvoiceApproved
from ordino.procurement.invoices import InvoiceBook, on_supplier_invoices
from ordino.procurement.lifecycle import VARIANCE_HOLD
from ordino.procurement.problems import VarianceNeedsReason
from ordino.procurement.rows import InvoiceRow


@handles(ApproveSupplierInvoice)
def approve_supplier_invoice(unit: Unit, commands: Sequence[ApproveSupplierInvoice]) -> list[Decision]:
    """Whoever approves one that is held says why."""
    return on_supplier_invoices(unit, commands, _approve)


def _approve(book: InvoiceBook, command: ApproveSupplierInvoice, row: InvoiceRow) -> Decision:
    if row.state == VARIANCE_HOLD and not command.reason.strip():
        return Refused(VarianceNeedsReason(invoice_id=row.id, variance_minor=row.variance_minor, currency=row.currency))
    event = SupplierInvoiceApproved(
        purchase_order_id=row.purchase_order_id,
        invoice_id=row.id,
        variance_minor=row.variance_minor,
        reason=command.reason,
    )
    return book.move(structs.replace(row, note=command.reason), command, event)
