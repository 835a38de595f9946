"""A merchant whose shipments, captures and refunds are told to billing as the other contexts tell them."""

from itertools import count
from typing import Any

from ordino.billing.commands import (
    BookedMoney,
    IssueCreditNote,
    IssuedCreditNote,
    IssuedInvoice,
    IssueInvoice,
    RecordPayout,
    RecordReceipt,
)
from ordino.billing.rows import CreditedUnits, InvoicedUnits
from ordino.kernel.messages import Command
from tests.support.merchant import TABLES, Merchant

BILLING_TABLES = (
    "billing_invoice",
    "billing_invoice_line",
    "billing_invoice_tax",
    "billing_credit_note",
    "billing_credit_note_line",
    "billing_credit_note_tax",
    "billing_series",
    "billing_receipt",
    "billing_payout",
    "billing_allocation",
    "billing_transfer",
    "billing_transfer_part",
    "billing_merchant",
    "billing_rule",
)
_numbers = count(1)


class BillingMerchant(Merchant):
    """`units` are quantities by line number."""

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        billed = {table: self.rows(f"select t::text from {table} t order by 1") for table in (*TABLES, *BILLING_TABLES)}
        return {name: rows for name, rows in billed.items() if name not in ("engine_command", "engine_event")}

    def ship(self, order_id: int, units: dict[int, int]) -> IssuedInvoice:
        """Units leave, and their invoice with them."""
        shipment_id = next(_numbers)
        for number, quantity in units.items():
            self.let_leave(order_id, number, quantity)
        return self.invoice(order_id, units, shipment_id=shipment_id)

    def let_leave(self, order_id: int, line_number: int, quantity: int) -> None:
        """Units are shipped, from the shelf or (what was never in stock) straight from the supplier."""
        ((allocated,),) = self.rows(
            "select allocated from orders_line where order_id = %s and number = %s", order_id, line_number
        )
        source = "allocated" if allocated >= quantity else "backordered"
        self.move(order_id, line_number, source, "shipped", quantity)

    def invoice(self, order_id: int, units: dict[int, int] | None = None, **terms: Any) -> IssuedInvoice:
        lines = tuple(InvoicedUnits(number, quantity) for number, quantity in (units or {}).items())
        result = self.completed(IssueInvoice(order_id=order_id, lines=lines, **terms)).result
        assert isinstance(result, IssuedInvoice)
        return result

    def credit(self, order_id: int, units: dict[int, int], **terms: Any) -> IssuedCreditNote:
        result = self.completed(credit(order_id, units, **terms)).result
        assert isinstance(result, IssuedCreditNote)
        return result

    def receive(self, order_id: int, amount_minor: int) -> int:
        """Money comes in; answers what of it waits for an invoice."""
        return self._booked(
            RecordReceipt(order_id=order_id, payment_id=1, capture_id=next(_numbers), amount_minor=amount_minor)
        )

    def refund(self, order_id: int, amount_minor: int) -> int:
        """Money goes back; answers what of it waits for a credit note."""
        return self._booked(RecordPayout(order_id=order_id, refund_id=next(_numbers), amount_minor=amount_minor))

    def taxes(self, invoice_id: int | None) -> list[tuple[Any, ...]]:
        return self.rows(
            "select tax_rate::int, net_minor, tax_minor, total_minor from billing_invoice_tax where invoice_id = %s "
            "order by tax_rate desc",
            invoice_id,
        )

    def invoices(self, order_id: int, columns: str) -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from billing_invoice where order_id = %s order by id", order_id)

    def credit_notes(self, order_id: int, columns: str) -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from billing_credit_note where order_id = %s order by id", order_id)

    def documents_of(self, order_id: int) -> tuple[Any, ...]:
        """The order's invoiced, open and credited money."""
        return self.order_row(order_id, "invoiced_minor, invoice_open_minor, credited_minor")

    def _booked(self, command: Command) -> int:
        result = self.completed(command).result
        assert isinstance(result, BookedMoney)
        return result.waiting_minor


def credit(order_id: int, units: dict[int, int], **terms: Any) -> IssueCreditNote:
    lines = tuple(CreditedUnits(number, quantity) for number, quantity in units.items())
    return IssueCreditNote(**{"order_id": order_id, "lines": lines, "reason": "returned", **terms})
