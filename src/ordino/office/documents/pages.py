"""A document on the screen, with its paper one click away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ordino.billing.queries import credit_note, invoice
from ordino.billing.views import DocumentView
from ordino.office.engine import office_engine
from ordino.office.people import page


@require_safe
@page()
def invoice_page(request: HttpRequest, invoice_number: str) -> HttpResponse:
    """An invoice: lines, taxes, what is open of it."""
    with office_engine().reader() as reader:
        view = invoice(reader, invoice_number)
    if view is None:
        raise Http404(f"There is no invoice {invoice_number}.")
    return _shown(request, view, "invoice")


@require_safe
@page()
def credit_note_page(request: HttpRequest, credit_note_number: str) -> HttpResponse:
    """A credit note: what it gives back, and what it is about."""
    with office_engine().reader() as reader:
        view = credit_note(reader, credit_note_number)
    if view is None:
        raise Http404(f"There is no credit note {credit_note_number}.")
    return _shown(request, view, "credit_note")


def _shown(request: HttpRequest, view: DocumentView, axis: str) -> HttpResponse:
    context = {
        "head": view.head,
        "lines": view.lines,
        "taxes": view.taxes,
        "merchant": view.merchant,
        "to": view.head.address(),
        "axis": axis,
        "paper": reverse("credit-note-pdf" if axis == "credit_note" else "invoice-pdf", args=[view.head.number]),
        "today": timezone.localdate(),
    }
    return render(request, "documents/page.html", context)
