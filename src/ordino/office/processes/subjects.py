"""The things that have a life, with the words of their badges and the lists in which their states are found."""

from collections.abc import Mapping
from typing import NamedTuple

from django.urls import reverse

from ordino.access.lifecycle import API_KEY
from ordino.billing.lifecycle import CREDIT_NOTE, INVOICE
from ordino.delivery.lifecycle import LABEL, SHIPMENT
from ordino.exceptions.lifecycle import EXCEPTION
from ordino.fraud.lifecycle import ASSESSMENT
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER, PACKAGE, PICK_BATCH
from ordino.inventory.lifecycle import INCOMING, RESERVATION, TRANSFER
from ordino.jobs.lifecycle import JOB
from ordino.kernel.lifecycle import Lifecycle
from ordino.notifications.lifecycle import MESSAGE
from ordino.office.tabs import named
from ordino.office.texts import _, in_words
from ordino.orders.lifecycle import HOLD, ORDER
from ordino.parties.lifecycle import CUSTOMER
from ordino.payments.lifecycle import REFUND
from ordino.procurement.lifecycle import PURCHASE_ORDER, SUPPLIER_INVOICE
from ordino.quotes.lifecycle import QUOTE
from ordino.returns.lifecycle import RETURN
from ordino.webhooks.lifecycle import WEBHOOK


class Subject(NamedTuple):
    """A process: its name in addresses, its badges' axis, its table, and where the rows in a state are."""

    name: str
    word: str
    axis: str
    lifecycle: Lifecycle
    addresses: Mapping[str, str]


_GROUPS = (
    (_("Selling"), (ORDER, HOLD, QUOTE, CUSTOMER, ASSESSMENT)),
    (_("Goods"), (FULFILLMENT_ORDER, PICK_BATCH, PACKAGE, SHIPMENT, LABEL, RETURN)),
    (_("Money"), (INVOICE, CREDIT_NOTE, REFUND)),
    (_("Supply"), (PURCHASE_ORDER, SUPPLIER_INVOICE, INCOMING, TRANSFER, RESERVATION)),
    (_("Work behind"), (EXCEPTION, MESSAGE, WEBHOOK, API_KEY, JOB)),
)
# Lists that can be asked for one state: their page and the name of the parameter.
_LISTS = {
    "order": ("orders", "stage"),
    "shipment": ("shipments", "tab"),
    "return": ("returns", "tab"),
    "quote": ("quotes", "tab"),
    "purchase_order": ("purchasing", "tab"),
}
# States that have a page or a tab of their own under another name.
_PAGES = {
    "hold": {"open": ("holds", "")},
    "exception": {"open": ("exceptions", ""), "assigned": ("exceptions", "")},
    "fulfillment_order": {one: ("fulfillment", f"?step={one}") for one in ("planned", "released", "picking", "packed")},
    "refund": dict.fromkeys(("proposed", "approved", "requested", "failed"), ("money", "?tab=refunds")),
    "supplier_invoice": dict.fromkeys(SUPPLIER_INVOICE.states, ("purchasing", "?tab=invoices")),
    "credit_note": dict.fromkeys(("issued", "settled"), ("money", "?tab=credit-notes")),
    "invoice": {one: ("money", "?tab=invoices") for one in INVOICE.states if one != "draft"},
    "fraud_assessment": {"suspected": ("fraud", "")},
}


def groups() -> list[tuple[str, list[Subject]]]:
    """All processes, those of one kind of work together."""
    return [(word, [_subject(one) for one in tables]) for word, tables in _GROUPS]


def subject_named(name: str) -> Subject | None:
    """The process of that name, or None."""
    return next((one for _word, some in groups() for one in some if one.name == name), None)


def _subject(table: Lifecycle) -> Subject:
    axis = table.subject.replace(" ", "_").lower()
    page, parameter = _LISTS.get(axis, ("", ""))
    addresses = {state: f"{reverse(page)}?{parameter}={named(state)}" for state in table.states if page}
    pages = {state: f"{reverse(to)}{query}" for state, (to, query) in _PAGES.get(axis, {}).items()}
    return Subject(axis.replace("_", "-"), in_words(axis), axis, table, {**addresses, **pages})
