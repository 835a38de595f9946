"""What edges read of billing: documents for lists, screens and paper, and the invoices that are overdue."""

from collections.abc import Sequence
from datetime import date, datetime

from ordino.billing.documents import day_of
from ordino.billing.facts import SQL, IssuingMerchant
from ordino.billing.views import (
    DocumentHead,
    DocumentLineView,
    DocumentSummary,
    DocumentView,
    MerchantView,
    OpenTotal,
    TaxGroupView,
)
from ordino.engine import NEWEST, Reader, Statement, Window
from ordino.kernel.messages import Record


def overdue_invoices(reader: Reader, now: datetime, *, limit: int) -> Sequence[int]:
    """The ids of open invoices whose due date is over, of which that was not told yet."""
    merchant = reader.fetch_one(SQL.select_merchant, IssuingMerchant) or IssuingMerchant()
    return reader.fetch_values(SQL.select_overdue, today=day_of(merchant, now), limit=limit)


class UsableTransfer(Record, frozen=True):
    """A transfer of which something is left, and the open invoices of its customer."""

    transfer_id: int
    invoices: tuple[str, ...]


class TransferView(Record, frozen=True):
    """A bank transfer: what of it pays orders, what was sent back, what is left."""

    id: int
    bank_reference: str
    customer_id: int
    customer: str
    currency: str
    amount_minor: int
    given_minor: int
    returned_minor: int
    on_account_minor: int
    text: str
    recorded_at: datetime


def usable_transfers(reader: Reader, *, limit: int) -> list[UsableTransfer]:
    """Transfers whose rest can pay invoices on account, the oldest first."""
    return reader.fetch(SQL.select_usable_transfers, UsableTransfer, limit=limit)


def transfers(
    reader: Reader,
    *,
    customer_id: int | None = None,
    transfer_id: int | None = None,
    open_only: bool = False,
    window: Window = NEWEST,
) -> list[TransferView]:
    """A page of bank transfers, by number: of a customer, the one that is named, or those of which something is left."""
    return reader.fetch_window(
        SQL.select_transfer_list,
        TransferView,
        window,
        customer_id=customer_id,
        transfer_id=transfer_id,
        open_only=open_only,
    )


class DocumentFilter(Record, frozen=True):
    """Which documents are listed; all of them without anything. Only invoices have a day they are due."""

    states: tuple[str, ...] = ()
    number: str | None = None
    order_id: int | None = None
    customer_id: int | None = None
    channel: str | None = None
    due_before: date | None = None
    issued_from: date | None = None
    issued_before: date | None = None


def invoices(reader: Reader, wanted: DocumentFilter, window: Window = NEWEST) -> list[DocumentSummary]:
    """A page of invoices, by key."""
    return _listed(reader, SQL.select_invoice_list, wanted, window)


def credit_notes(reader: Reader, wanted: DocumentFilter, window: Window = NEWEST) -> list[DocumentSummary]:
    """A page of credit notes, by key."""
    return _listed(reader, SQL.select_credit_note_list, wanted, window)


def _listed(reader: Reader, statement: Statement, wanted: DocumentFilter, window: Window) -> list[DocumentSummary]:
    return reader.fetch_window(
        statement,
        DocumentSummary,
        window,
        states=list(wanted.states),
        number=wanted.number,
        order_id=wanted.order_id,
        customer_id=wanted.customer_id,
        channel=wanted.channel,
        due_before=wanted.due_before,
        issued_from=wanted.issued_from,
        issued_before=wanted.issued_before,
    )


def open_totals(reader: Reader, *, due_before: date) -> list[OpenTotal]:
    """What is open of invoices that were due before a day, currency by currency."""
    return reader.fetch(SQL.select_open_totals, OpenTotal, due_before=due_before)


def invoice(reader: Reader, number: str) -> DocumentView | None:
    """An invoice by its number."""
    head = reader.fetch_one(SQL.select_invoice, DocumentHead, number=number)
    if head is None:
        return None
    lines = reader.fetch(SQL.select_invoice_lines, DocumentLineView, id=head.id)
    taxes = reader.fetch(SQL.select_invoice_taxes, TaxGroupView, id=head.id)
    return DocumentView(head, tuple(lines), tuple(taxes), _merchant(reader, head))


def credit_note(reader: Reader, number: str) -> DocumentView | None:
    """A credit note by its number."""
    head = reader.fetch_one(SQL.select_credit_note, DocumentHead, number=number)
    if head is None:
        return None
    lines = reader.fetch(SQL.select_credit_note_lines, DocumentLineView, id=head.id)
    taxes = reader.fetch(SQL.select_credit_note_taxes, TaxGroupView, id=head.id)
    return DocumentView(head, tuple(lines), tuple(taxes), _merchant(reader, head))


def invoice_by_id(reader: Reader, invoice_id: int) -> DocumentView | None:
    """An invoice by its key."""
    numbers: list[str] = reader.fetch_values(SQL.select_invoice_number, id=invoice_id)
    return invoice(reader, numbers[0]) if numbers else None


def credit_note_by_id(reader: Reader, credit_note_id: int) -> DocumentView | None:
    """A credit note by its key."""
    numbers: list[str] = reader.fetch_values(SQL.select_credit_note_number, id=credit_note_id)
    return credit_note(reader, numbers[0]) if numbers else None


def merchant_of_today(reader: Reader) -> MerchantView | None:
    """Who issues documents now; None where nobody has been named yet."""
    found = reader.fetch_one(SQL.select_merchant, IssuingMerchant)
    return None if found is None else reader.fetch_one(SQL.select_merchant_view, MerchantView, id=found.id)


def _merchant(reader: Reader, head: DocumentHead) -> MerchantView | None:
    return (
        None
        if head.merchant_id is None
        else reader.fetch_one(SQL.select_merchant_view, MerchantView, id=head.merchant_id)
    )
