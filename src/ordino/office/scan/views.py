"""What a scanned or typed code stands for: an order, a parcel, an article; else it is sought."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from ordino.catalog.queries import skus_by_code
from ordino.delivery.queries import shipment_named
from ordino.office.documents.sheets import RETURN_CODE
from ordino.office.engine import office_engine
from ordino.office.people import page
from ordino.orders.queries import search_orders

_TWO, _LONGEST = 2, 19


@require_safe
@page()
def scan(request: HttpRequest) -> HttpResponse:
    """Leads to the one thing that bears the code: a return by its slip; an article before an order, that before a parcel."""
    code = request.GET.get("code", "").strip()
    returned = code.removeprefix(RETURN_CODE)
    if returned != code and returned.isascii() and returned.isdigit() and len(returned) < _LONGEST:
        return redirect("return", int(returned))
    with office_engine().reader() as reader:
        sku = skus_by_code(reader, [code]).get(code)
        orders = search_orders(reader, code, limit=_TWO) if sku is None else []
        parcel = shipment_named(reader, code) if sku is None and not orders and not code.isdigit() else None
    if sku is not None:
        return redirect(f"{reverse('stock')}?{urlencode({'sku': sku.code})}")
    if len(orders) == 1:
        return redirect("order", orders[0].id)
    if parcel is not None:
        return redirect("shipment", parcel)
    return redirect(f"{reverse('orders')}?{urlencode({'q': code})}")
