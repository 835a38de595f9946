"""The audit, run on demand over a book that is small enough for a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ordino.office.engine import office_engine
from ordino.office.people import page
from ordino.orders.queries import count_stages
from ordino.simulation.audit import audit

MOST_ORDERS = 5_000
_NAMED = 50


@require_http_methods(["GET", "HEAD", "POST"])
@page("office.audit")
def audit_page(request: HttpRequest) -> HttpResponse:
    """Derives the books again when asked to; more orders than a page can wait for are for the command line."""
    engine = office_engine()
    context: dict[str, object] = {"most": MOST_ORDERS}
    with engine.reader() as reader:
        orders = sum(count.orders for count in count_stages(reader, most=MOST_ORDERS + 1))
        if request.method == "POST" and orders <= MOST_ORDERS:
            context |= {"report": audit(reader, now=engine.clock(), named=_NAMED), "at": engine.clock()}
    return render(request, "audit/page.html", {**context, "orders": orders, "too_many": orders > MOST_ORDERS})
