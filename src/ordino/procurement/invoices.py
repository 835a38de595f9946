"""The suppliers' invoices of a batch, locked; the frame of commands on them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import structs

from ordino.engine import Unit
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Done, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.kernel.registration import decide_storable
from ordino.procurement.book import SQL
from ordino.procurement.commands import CommandOnSupplierInvoice, SupplierInvoiceResult
from ordino.procurement.events import PurchaseOrderEvent, purchase_order_stream
from ordino.procurement.lifecycle import SUPPLIER_INVOICE
from ordino.procurement.rows import InvoiceRow

C = TypeVar("C", bound=CommandOnSupplierInvoice)


class InvoiceBook:
    """Locked invoices as they are after what was done so far."""

    def __init__(self, unit: Unit, ids: Iterable[int]) -> None:
        rows = unit.fetch(SQL.lock_invoices, InvoiceRow, ids=possible_keys(ids))
        self._unit = unit
        self._rows = {row.id: row for row in rows}
        self._changed: set[int] = set()

    def problem(self, command: CommandOnSupplierInvoice) -> Problem | None:
        """Why the command is not possible with this invoice now, or None."""
        row = self._rows.get(command.invoice_id)
        if row is None:
            return NotFound(what="supplier invoice", reference=str(command.invoice_id))
        permitted = SUPPLIER_INVOICE.permitted(row.state)
        if command.kind() in permitted:
            return None
        return StateRefuses(
            subject=f"Supplier invoice {row.id}", state=row.state, command=command.kind(), permitted=permitted
        )

    def row(self, invoice_id: int) -> InvoiceRow:
        return self._rows[invoice_id]

    def move(self, row: InvoiceRow, command: CommandOnSupplierInvoice, event: PurchaseOrderEvent) -> Done:
        """Keep the invoice in the state that the command leads to, and answer with it."""
        target = SUPPLIER_INVOICE.target(row.state, command.kind())
        assert target is not None
        after = structs.replace(row, state=target)
        self._rows[row.id] = after
        self._changed.add(row.id)
        result = SupplierInvoiceResult(
            invoice_id=after.id,
            purchase_order_id=after.purchase_order_id,
            state=after.state,
            currency=after.currency,
            total_minor=after.total_minor,
            variance_minor=after.variance_minor,
        )
        return Done(result, (StreamEvent(purchase_order_stream(after.purchase_order_id), event),))

    def write(self) -> None:
        """Write the invoices that changed."""
        rows = [self._rows[key] for key in sorted(self._changed)]
        self._unit.write(SQL.update_invoices, rows, actor=self._unit.actor.name, now=self._unit.now)


def on_supplier_invoices(
    unit: Unit, commands: Sequence[C], decide: Callable[[InvoiceBook, C, InvoiceRow], Decision]
) -> list[Decision]:
    """Run commands one after the other on the same locked invoices; the impossible is refused before `decide` sees it."""

    def run(storable: Sequence[C]) -> list[Decision]:
        book = InvoiceBook(unit, (command.invoice_id for command in storable))
        decisions: list[Decision] = []
        for command in storable:
            problem = book.problem(command)
            decisions.append(Refused(problem) if problem else decide(book, command, book.row(command.invoice_id)))
        book.write()
        return decisions

    return decide_storable(commands, run)
