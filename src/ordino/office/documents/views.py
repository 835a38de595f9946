"""Documents as PDF. Who may look at the office may read its paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from ordino.adapters.documents.invoice import credit_note_pdf, invoice_pdf
from ordino.adapters.documents.label import labels_as_pdf
from ordino.adapters.documents.manifest import manifest_as_pdf
from ordino.adapters.documents.packing_slip import packing_slips_as_pdf
from ordino.adapters.documents.sheet import sheet_as_pdf
from ordino.billing.queries import credit_note, invoice, merchant_of_today
from ordino.catalog.queries import skus_by_code
from ordino.delivery.queries import bought_label, labels_of, manifest, packing_slips_of
from ordino.engine import Reader
from ordino.fulfillment.queries import open_walks, pick_list
from ordino.notifications.rows import language_of
from ordino.office.documents.sheets import pick_list_sheet, quote_sheet, return_slip_sheet
from ordino.office.engine import office_engine
from ordino.office.people import page
from ordino.office.pick_bench.walk import stops
from ordino.office.quotes.figures import figures_of_quote
from ordino.orders.queries import show_order
from ordino.parties.queries import customers_by_id
from ordino.quotes.queries import show_quote
from ordino.returns.queries import return_label, return_parcel, show_return


@require_safe
@page()
def invoice_as_pdf(request: HttpRequest, number: str) -> HttpResponse:
    with office_engine().reader() as reader:
        view = invoice(reader, number)
    if view is None:
        raise Http404(f"There is no invoice {number}.")
    return _pdf(invoice_pdf(view), number)


@require_safe
@page()
def credit_note_as_pdf(request: HttpRequest, number: str) -> HttpResponse:
    with office_engine().reader() as reader:
        view = credit_note(reader, number)
    if view is None:
        raise Http404(f"There is no credit note {number}.")
    return _pdf(credit_note_pdf(view), number)


@require_safe
@page()
def label_as_pdf(request: HttpRequest, shipment_id: int) -> HttpResponse:
    with office_engine().reader() as reader:
        bought = bought_label(reader, shipment_id=shipment_id)
        labels = [] if bought else labels_of(reader, [shipment_id])
    if bought and bought.media_type == "application/pdf":
        return _pdf(bought.document, f"label-{shipment_id}")
    if not labels:
        raise Http404(f"Shipment {shipment_id} has no label.")
    return _pdf(labels_as_pdf(labels), f"label-{shipment_id}")


@require_safe
@page()
def return_label_as_pdf(request: HttpRequest, return_id: int) -> HttpResponse:
    with office_engine().reader() as reader:
        label = return_label(reader, return_id)
    if label is None:
        raise Http404(f"Return {return_id} has no label.")
    return _pdf(labels_as_pdf([label]), f"return-label-{return_id}")


@require_safe
@page()
def manifest_pdf(request: HttpRequest, manifest_id: int) -> HttpResponse:
    with office_engine().reader() as reader:
        found = manifest(reader, manifest_id)
    if found is None:
        raise Http404(f"There is no manifest {manifest_id}.")
    return _pdf(manifest_as_pdf(found), f"manifest-{manifest_id}")


@require_safe
@page()
def slip_as_pdf(request: HttpRequest, shipment_id: int) -> HttpResponse:
    with office_engine().reader() as reader:
        slips = packing_slips_of(reader, [shipment_id])
    if not slips:
        raise Http404(f"There is no shipment {shipment_id}.")
    return _pdf(packing_slips_as_pdf(slips), f"packing-slip-{shipment_id}")


@require_safe
@page("fulfillment.record_picks")
def pick_list_as_pdf(request: HttpRequest, pick_batch_id: int) -> HttpResponse:
    """What is left to take on an open walk, in the words of whoever prints it."""
    with office_engine().reader() as reader:
        walk = next(iter(open_walks(reader, pick_batch_id=pick_batch_id)), None)
        left = stops(pick_list(reader, pick_batch_id=pick_batch_id))
    if walk is None:
        raise Http404(f"There is no open walk {pick_batch_id}.")
    return _pdf(sheet_as_pdf(pick_list_sheet(walk, left, _language())), f"pick-list-{pick_batch_id}")


@require_safe
@page()
def return_slip_as_pdf(request: HttpRequest, return_id: int) -> HttpResponse:
    """What goes into the parcel of a return, in the customer's language."""
    with office_engine().reader() as reader:
        view, parcel = show_return(reader, return_id), return_parcel(reader, return_id)
        order = show_order(reader, view.head.order_id, history=False) if view is not None else None
        language = _language_of(reader, order.order.customer_id if order is not None else None)
    if view is None or parcel is None:
        raise Http404(f"Return {return_id} does not set out.")
    with override(language):
        return _pdf(sheet_as_pdf(return_slip_sheet(view, parcel, language)), f"return-slip-{return_id}")


@require_safe
@page()
def quote_as_pdf(request: HttpRequest, quote_id: int) -> HttpResponse:
    """The newest revision of a quote, in the customer's language."""
    engine = office_engine()
    with engine.reader() as reader:
        view = show_quote(reader, quote_id)
        if view is None:
            raise Http404(f"There is no quote {quote_id}.")
        newest, merchant = view.revisions[0], merchant_of_today(reader)
        language = _language_of(reader, newest.customer_id)
        names = skus_by_code(reader, [line.sku for line in newest.order.lines])
    with override(language):
        sheet = quote_sheet(quote_id, newest, names, figures_of_quote(engine, newest), merchant, language)
        return _pdf(sheet_as_pdf(sheet), f"quote-{quote_id}-{newest.number}")


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def _language_of(reader: Reader, customer_id: int | None) -> str:
    """The customer's language where it is spoken here, else that of whoever prints."""
    known = customers_by_id(reader, [customer_id]).get(customer_id) if customer_id is not None else None
    return language_of(known.language if known is not None else "", _language())


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"},
    )
