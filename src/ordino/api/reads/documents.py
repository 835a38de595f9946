"""Reads of invoices and credit notes: lists, one with its lines, and a link to its PDF."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from msgspec.structs import replace

from ordino.api.answers import BASE
from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.links import link_ends_at
from ordino.api.reads.reading import Asked, Beyond, Newest, Page, Query, Read, by_state, found, only_known
from ordino.api.signing import signed
from ordino.billing import queries as billing
from ordino.billing.lifecycle import CREDIT_NOTE, INVOICE
from ordino.billing.queries import DocumentFilter
from ordino.billing.views import DocumentLineView, DocumentSummary, DocumentView, TaxGroupView
from ordino.kernel.lifecycle import Lifecycle
from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress

DocumentKind = Literal["invoice", "credit_note"]


class LinkedDocument(Record, frozen=True):
    """What a signed link to paper leads to."""

    document: DocumentKind
    number: str
    expires_at: datetime


class PdfLink(Record, frozen=True):
    """Whoever has its `href` may fetch the PDF until `expires_at`, without a key."""

    href: str
    expires_at: datetime


class DocumentTold(Record, frozen=True):
    """An invoice or credit note without its parts; `about` is the document that it corrects, or that a fee belongs to."""

    id: int
    number: str
    kind: str
    order_id: int
    order_reference: str
    state: str
    currency: str
    prices_include_tax: bool
    payment_terms: str
    language: str
    buyer_name: str
    buyer_vat_id: str
    net_minor: int
    tax_minor: int
    total_minor: int
    open_minor: int
    issued_on: date
    due_on: date | None
    reason: str
    about: str


class DocumentResource(Record, frozen=True):
    """An invoice or credit note with all that stands on it, its PDF, and what may be done with it now."""

    document: DocumentTold
    bill_to: PostalAddress
    lines: Sequence[DocumentLineView]
    taxes: Sequence[TaxGroupView]
    pdf: PdfLink
    permitted_actions: list[PermittedAction]


class CreditNoteList(Newest, frozen=True, kw_only=True):
    """Credit notes; states may be several, `issued_before` is not included; `sort` is `-id`, the newest first, or `id`."""

    state: tuple[str, ...] = ()
    number: str | None = None
    order_id: int | None = None
    customer_id: int | None = None
    channel: str | None = None
    issued_from: date | None = None
    issued_before: date | None = None


class InvoiceList(CreditNoteList, frozen=True, kw_only=True):
    """Invoices; states may be several, `issued_before` and `due_before` are not included; `sort` is `-id` or `id`."""

    due_before: date | None = None


def list_invoices(asked: Asked) -> Page[DocumentSummary]:
    """Invoices by state, number, order, customer, channel or day they are due."""
    query: InvoiceList = asked.query
    wanted = replace(_filter(asked, INVOICE), due_before=query.due_before)
    rows = billing.invoices(asked.reader, wanted, asked.window())
    return asked.page(rows, lambda row: Beyond(row.id))


def list_credit_notes(asked: Asked) -> Page[DocumentSummary]:
    """Credit notes by state, number, order, customer or channel."""
    rows = billing.credit_notes(asked.reader, _filter(asked, CREDIT_NOTE), asked.window())
    return asked.page(rows, lambda row: Beyond(row.id))


def show_invoice(asked: Asked) -> DocumentResource:
    """One invoice with its lines and taxes, and a link to its PDF, which holds for an hour or two."""
    key = asked.keys["invoice_id"]
    view = found(billing.invoice_by_id(asked.reader, key), "invoice", key)
    actions = permitted_actions(asked, INVOICE.permitted(view.head.state), invoice_id=key)
    return _resource(asked, "invoice", view, actions)


def show_credit_note(asked: Asked) -> DocumentResource:
    """One credit note with its lines and taxes, and a link to its PDF, which holds for an hour or two."""
    key = asked.keys["credit_note_id"]
    view = found(billing.credit_note_by_id(asked.reader, key), "credit note", key)
    actions = permitted_actions(asked, CREDIT_NOTE.permitted(view.head.state), credit_note_id=key)
    return _resource(asked, "credit_note", view, actions)


def _filter(asked: Asked, lifecycle: Lifecycle) -> DocumentFilter:
    query: CreditNoteList = asked.query
    return DocumentFilter(
        states=only_known(query.state, lifecycle.states, "state"),
        number=query.number,
        order_id=query.order_id,
        customer_id=query.customer_id,
        channel=asked.own_channel(query.channel),
        issued_from=query.issued_from,
        issued_before=query.issued_before,
    )


def _resource(asked: Asked, kind: DocumentKind, view: DocumentView, actions: list[PermittedAction]) -> DocumentResource:
    told = DocumentTold(*(getattr(view.head, name) for name in DocumentTold.__struct_fields__))
    linked = LinkedDocument(kind, view.head.number, link_ends_at(asked.now))
    pdf = PdfLink(f"{BASE}/downloads/{signed(asked.secret, linked)}", linked.expires_at)
    return DocumentResource(told, view.head.address(), view.lines, view.taxes, pdf, actions)


_INVOICE, _NOTE = ("invoice_id",), ("credit_note_id",)
READS = (
    Read(
        "/invoices",
        "billing",
        InvoiceList,
        Page[DocumentSummary],
        list_invoices,
        "filtered",
        acts=by_state(INVOICE, *_INVOICE),
    ),
    Read("/invoices/{invoice_id}", "billing", Query, DocumentResource, show_invoice, "by_key", _INVOICE),
    Read(
        "/credit-notes",
        "billing",
        CreditNoteList,
        Page[DocumentSummary],
        list_credit_notes,
        "filtered",
        acts=by_state(CREDIT_NOTE, *_NOTE),
    ),
    Read("/credit-notes/{credit_note_id}", "billing", Query, DocumentResource, show_credit_note, "by_key", _NOTE),
)
