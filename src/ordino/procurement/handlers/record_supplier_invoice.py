"""Match suppliers' invoices with what was ordered and what came."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.inventory.work import quantity_problem
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.money import minor_digits
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.registration import check_code, decide_storable
from ordino.procurement.book import SQL, PurchaseBook, decide_each, done_with
from ordino.procurement.checks import names_problem, price_problem
from ordino.procurement.commands import RecordSupplierInvoice, SupplierInvoiceResult
from ordino.procurement.decide.matching import matched
from ordino.procurement.events import SupplierInvoiceRecorded
from ordino.procurement.lifecycle import MATCHED, VARIANCE_HOLD
from ordino.procurement.problems import InvoiceKnown
from ordino.procurement.rows import InvoicedGoods, MatchedLine, PurchaseOrderRow


class _Number(Record, frozen=True):
    supplier_id: int
    number: str


class _Terms(Record, frozen=True):
    supplier_id: int
    payment_days: int


class _NewInvoice(Record, frozen=True):
    id: int
    supplier_id: int
    purchase_order_id: int
    number: str
    state: str
    currency: str
    total_minor: int
    expected_minor: int
    variance_minor: int
    invoiced_on: date
    due_on: date


class _NewLine(Record, frozen=True):
    invoice_id: int
    line_number: int
    quantity: int
    unit_price: Decimal
    matched_quantity: int
    amount_minor: int
    expected_minor: int


@handles(RecordSupplierInvoice)
def record_supplier_invoice(unit: Unit, commands: Sequence[RecordSupplierInvoice]) -> list[Decision]:
    """A line that states another price, or more than came, holds its invoice with the difference."""
    return decide_storable(commands, lambda storable: _record_all(unit, storable))


def _record_all(unit: Unit, commands: Sequence[RecordSupplierInvoice]) -> list[Decision]:
    book = PurchaseBook(unit, (command.purchase_order_id for command in commands))
    ledger = _Ledger(book, commands)
    decisions = decide_each(book, commands, ledger.record)
    book.write()
    unit.write(SQL.insert_invoices, ledger.invoices, now=unit.now)
    unit.write(SQL.insert_invoice_lines, ledger.lines)
    return decisions


class _Ledger:
    """The invoices that a batch records; a supplier is locked, so that a number is taken once."""

    def __init__(self, book: PurchaseBook, commands: Sequence[RecordSupplierInvoice]) -> None:
        unit = book.unit
        suppliers = sorted({row.supplier_id for row in book.rows()})
        terms = unit.fetch(SQL.lock_suppliers_of_invoices, _Terms, ids=suppliers)
        self._payment_days = {row.supplier_id: row.payment_days for row in terms}
        suppliers_of = {row.id: row.supplier_id for row in book.rows()}
        wanted = [
            _Number(suppliers_of[command.purchase_order_id], command.number)
            for command in commands
            if command.purchase_order_id in suppliers_of
        ]
        self._taken = set(unit.fetch(SQL.select_known_numbers, _Number, wanted=wanted)) if wanted else set()
        self._ids = iter(unit.next_ids("procurement_supplier_invoice_id_seq", len(commands)))
        self.invoices: list[_NewInvoice] = []
        self.lines: list[_NewLine] = []

    def record(self, book: PurchaseBook, command: RecordSupplierInvoice, row: PurchaseOrderRow) -> Decision:
        problem = self._problem(book, command, row)
        if problem is not None:
            return Refused(problem)
        lines = tuple([_match(book, row, asked) for asked in command.lines])
        invoice = self._invoice(command, row, lines)
        self._taken.add(_Number(row.supplier_id, command.number))
        self.invoices.append(invoice)
        self.lines += [_kept(invoice.id, line) for line in lines]
        result = SupplierInvoiceResult(
            invoice_id=invoice.id,
            purchase_order_id=row.id,
            state=invoice.state,
            currency=invoice.currency,
            total_minor=invoice.total_minor,
            variance_minor=invoice.variance_minor,
        )
        return done_with(row, _recorded(invoice, lines), result)

    def _problem(self, book: PurchaseBook, command: RecordSupplierInvoice, row: PurchaseOrderRow) -> Problem | None:
        if _Number(row.supplier_id, command.number) in self._taken:
            return InvoiceKnown(supplier=row.supplier, number=command.number)
        if command.due_on is not None and command.due_on < command.invoiced_on:
            return InvalidInput(field="due_on", reason="is before the invoice's own day")
        for asked in command.lines:
            if book.line(row.id, asked.line_number) is None:
                return NotFound(what=f"line of purchase order {row.id}", reference=str(asked.line_number))
            problem = quantity_problem(asked.quantity) or price_problem(asked.unit_price)
            if problem is not None:
                return problem
        return check_code(command.number, "number") or names_problem([a.line_number for a in command.lines], "lines")

    def _invoice(
        self, command: RecordSupplierInvoice, row: PurchaseOrderRow, lines: Sequence[MatchedLine]
    ) -> _NewInvoice:
        due_on = command.due_on or command.invoiced_on + timedelta(days=self._payment_days[row.supplier_id])
        return _NewInvoice(
            next(self._ids),
            row.supplier_id,
            row.id,
            command.number,
            VARIANCE_HOLD if any(line.variance_minor for line in lines) else MATCHED,
            row.currency,
            sum(line.amount_minor for line in lines),
            sum(line.expected_minor for line in lines),
            sum(line.variance_minor for line in lines),
            command.invoiced_on,
            due_on,
        )


def _match(book: PurchaseBook, row: PurchaseOrderRow, asked: InvoicedGoods) -> MatchedLine:
    line = book.line(row.id, asked.line_number)
    assert line is not None
    found = matched(line, asked, minor_digits(row.currency))
    book.change_line(structs.replace(line, invoiced_quantity=line.invoiced_quantity + asked.quantity))
    return found


def _kept(invoice_id: int, line: MatchedLine) -> _NewLine:
    return _NewLine(
        invoice_id,
        line.line_number,
        line.quantity,
        line.unit_price,
        line.matched_quantity,
        line.amount_minor,
        line.expected_minor,
    )


def _recorded(invoice: _NewInvoice, lines: tuple[MatchedLine, ...]) -> SupplierInvoiceRecorded:
    return SupplierInvoiceRecorded(
        purchase_order_id=invoice.purchase_order_id,
        invoice_id=invoice.id,
        number=invoice.number,
        state=invoice.state,
        currency=invoice.currency,
        total_minor=invoice.total_minor,
        expected_minor=invoice.expected_minor,
        variance_minor=invoice.variance_minor,
        invoiced_on=invoice.invoiced_on,
        due_on=invoice.due_on,
        lines=lines,
    )
