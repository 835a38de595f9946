"""Record that suppliers' invoices were paid."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.registration import check_code
from ordino.procurement.commands import PaySupplierInvoice
from ordino.procurement.events import SupplierInvoicePaid
from ordino.procurement.invoices import InvoiceBook, on_supplier_invoices
from ordino.procurement.rows import InvoiceRow


@handles(PaySupplierInvoice)
def pay_supplier_invoice(unit: Unit, commands: Sequence[PaySupplierInvoice]) -> list[Decision]:
    """Once, as a whole, under the reference of the payment."""
    return on_supplier_invoices(unit, commands, _pay)


def _pay(book: InvoiceBook, command: PaySupplierInvoice, row: InvoiceRow) -> Decision:
    problem = check_code(command.reference, "reference")
    if problem is not None:
        return Refused(problem)
    event = SupplierInvoicePaid(
        purchase_order_id=row.purchase_order_id,
        invoice_id=row.id,
        total_minor=row.total_minor,
        reference=command.reference,
    )
    return book.move(structs.replace(row, payment_reference=command.reference), command, event)
