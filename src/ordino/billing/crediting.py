"""Credit notes of a batch: drafted one after the other, numbered and written together with the invoices of their fees."""

from collections.abc import Sequence

from msgspec import structs

from ordino.billing.commands import IssuedCreditNote
from ordino.billing.decide.issue_credit_note import Credit
from ordino.billing.decide.lines import line_of_charge, line_of_units, lines_of_fee
from ordino.billing.documents import (
    CreditNoteDraft,
    InvoiceDraft,
    day_of,
    totals_of,
    write_credit_notes,
    write_invoices,
)
from ordino.billing.events import CreditNoteIssued, InvoiceIssued
from ordino.billing.facts import BilledOrder, BillingFacts, refresh_document_facts
from ordino.billing.ledger import Ledger
from ordino.billing.rows import LineRow, PaidOutTo
from ordino.billing.series import DrawnNumber
from ordino.engine import Unit
from ordino.kernel.messages import Done, Event, StreamEvent
from ordino.orders.events import order_stream

FEE_LABELS = {"de": "Bearbeitungsgebühr"}
FEE_LABEL = "Handling fee"


class CreditDesk:
    """Drafts by the place of their command; `issue` writes them all."""

    def __init__(self, unit: Unit, order_ids: Sequence[int], *, notes: int) -> None:
        self._unit = unit
        self.facts = BillingFacts(unit, order_ids)
        self._ledger = Ledger(unit, self.facts.orders)
        self._ids = iter(unit.next_ids("billing_credit_note_id_seq", notes))
        self._notes: dict[int, CreditNoteDraft] = {}
        self._fees: dict[int, InvoiceDraft] = {}
        self._settled: dict[int, list[Event]] = {}

    def draft(
        self,
        index: int,
        order: BilledOrder,
        credit: Credit,
        *,
        kind: str,
        reason: str,
        return_id: int | None = None,
        pay_out: PaidOutTo = "",
    ) -> CreditNoteDraft:
        """Draft a credit note, and count what it credits."""
        note_id = next(self._ids)
        lines = self._lines(note_id, order, credit, kind)
        issued_on = day_of(self.facts.merchant, self._unit.now)
        draft = CreditNoteDraft(
            note_id, order, kind, lines, totals_of(lines), issued_on, reason, None, return_id, pay_out
        )
        self._notes[index] = draft
        return draft

    def charge_fee(self, index: int, invoice_id: int, fee_minor: int) -> None:
        """Let an invoice take a fee off the credit note that was drafted for the command."""
        note = self._notes[index]
        label = FEE_LABELS.get(note.order.language[:2], FEE_LABEL)
        lines = tuple(lines_of_fee(invoice_id, fee_minor, label, note.lines))
        self._fees[index] = InvoiceDraft(
            invoice_id, note.order, lines, totals_of(lines), note.issued_on, None, None, note.id
        )

    def issue(self) -> dict[int, Done]:
        """Set off, settle, number and write; answers what was done for each command."""
        for index in self._notes:
            self._settle(index)
        notes, fees = list(self._notes.values()), list(self._fees.values())
        numbers = write_credit_notes(self._unit, self.facts.merchant, notes)
        fee_numbers = dict(zip(self._fees, write_invoices(self._unit, self.facts.merchant, fees), strict=True))
        self._ledger.write()
        refresh_document_facts(self._unit, list(self.facts.orders))
        return {
            index: self._done(index, number, fee_numbers.get(index))
            for index, number in zip(self._notes, numbers, strict=True)
        }

    def _lines(self, note_id: int, order: BilledOrder, credit: Credit, kind: str) -> tuple[LineRow, ...]:
        rows: list[LineRow] = []
        inside = order.prices_include_tax
        for part in credit.units:
            rows.append(
                line_of_units(note_id, len(rows) + 1, part.line, part.first, part.quantity, prices_include_tax=inside)
            )
            units = self.facts.units(part.line)
            counted = (
                structs.replace(units, given_back=units.given_back + part.quantity)
                if kind == "return"
                else structs.replace(units, canceled=units.canceled + part.quantity)
            )
            self.facts.count(counted)
        for charge in credit.charges:
            rows.append(line_of_charge(note_id, len(rows) + 1, charge, prices_include_tax=inside))
            self.facts.count_charge(charge, credited=True)
        return tuple(rows)

    def _settle(self, index: int) -> None:
        note, fee = self._notes[index], self._fees.get(index)
        if note.order.payment_terms == "paid_elsewhere":
            return
        item = self._ledger.add("credit_note", note.id, note.order.id, note.totals.total_minor)
        self._notes[index] = structs.replace(note, item=item)
        fee_item = None
        if fee is not None:
            fee_item = self._ledger.add("invoice", fee.id, fee.order.id, fee.totals.total_minor)
            self._fees[index] = structs.replace(fee, item=fee_item)
        self._settled[index] = [
            *self._ledger.set_off(item, first=fee_item),
            *self._ledger.settle(note.order.id),
        ]

    def _done(self, index: int, number: DrawnNumber, fee_number: DrawnNumber | None) -> Done:
        note, fee = self._notes[index], self._fees.get(index)
        fee_minor = fee.totals.total_minor if fee is not None else 0
        events: list[Event] = [
            CreditNoteIssued(
                order_id=note.order.id,
                credit_note_id=note.id,
                number=number.number,
                total_minor=note.totals.total_minor,
                tax_minor=note.totals.tax_minor,
                fee_minor=fee_minor,
                open_minor=note.item.left_minor if note.item is not None else 0,
                pay_out=note.pay_out,
                return_id=note.return_id,
                customer_id=note.order.customer_id,
                payment_terms=note.order.payment_terms,
            )
        ]
        if fee is not None and fee_number is not None:
            events.append(
                InvoiceIssued(
                    order_id=fee.order.id,
                    invoice_id=fee.id,
                    number=fee_number.number,
                    total_minor=fee.totals.total_minor,
                    tax_minor=fee.totals.tax_minor,
                    open_minor=fee.open_minor,
                    due_on=fee.due_on,
                    credit_note_id=note.id,
                    customer_id=fee.order.customer_id,
                    payment_terms=fee.order.payment_terms,
                )
            )
        result = IssuedCreditNote(
            order_id=note.order.id,
            credit_note_id=note.id,
            number=number.number,
            total_minor=note.totals.total_minor,
            tax_minor=note.totals.tax_minor,
            fee_minor=fee_minor,
            currency=note.order.currency,
        )
        stream = order_stream(note.order.id)
        return Done(result, tuple(StreamEvent(stream, event) for event in (*events, *self._settled.get(index, ()))))
