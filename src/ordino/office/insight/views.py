"""Insight: what a merchant would rather look at than read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ordino.office.engine import office_engine
from ordino.office.insight.drawings import ages_plot, sales_plots, waiting_plot
from ordino.office.orders.stages import COUNTED
from ordino.office.people import page
from ordino.orders.queries import count_stages

SPANS = (30, 90, 365)


@require_safe
@page()
def insight(request: HttpRequest) -> HttpResponse:
    """Orders and value over time, where orders wait, how long exceptions do; every figure leads to its rows."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[0]
    engine = office_engine()
    with engine.reader() as reader:
        first, *values = sales_plots(reader, timezone.localdate(), days=days)
        plots = [first, waiting_plot(count_stages(reader, states=COUNTED)), *values, ages_plot(reader, engine.clock())]
    return render(request, "insight/page.html", {"plots": plots, "spans": SPANS, "days": days})
