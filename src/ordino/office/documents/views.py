"""Documents as PDF. Who may look at the office may read its paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ordino.adapters.documents.invoice import credit_note_pdf, invoice_pdf
from ordino.adapters.documents.label import labels_as_pdf
from ordino.adapters.documents.manifest import manifest_as_pdf
from ordino.adapters.documents.packing_slip import packing_slips_as_pdf
from ordino.billing.queries import credit_note, invoice
from ordino.delivery.queries import bought_label, labels_of, manifest, packing_slips_of
from ordino.office.engine import office_engine
from ordino.office.people import page
from ordino.returns.queries import return_label


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


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"},
    )
