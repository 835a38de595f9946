"""Stock by SKU and location."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.inventory.queries import levels, movements
from ordino.office.days import begin_of, end_of
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.insight.drawings import stock_plot
from ordino.office.people import page

_ROWS = 60
_EXPORTED = 1000
_MOVEMENTS = 40


@require_safe
@page()
def stock(request: HttpRequest) -> HttpResponse:
    """Levels page by page; of one SKU also its movements, the newest first."""
    sku, location = request.GET.get("sku", "").strip(), request.GET.get("location", "").strip()
    until = request.GET.get("until", "")
    after = (request.GET.get("after_sku", ""), request.GET.get("after_location", ""))
    engine = office_engine()
    with engine.reader() as reader:
        if wants_export(request):
            every = all_pages(
                lambda last: levels(
                    reader,
                    at=engine.clock(),
                    sku=sku or None,
                    location=location or None,
                    after=("", "") if last is None else (last.sku, last.location),
                    limit=_EXPORTED,
                )
            )
            return exported(request, "stock", every)
        rows = levels(
            reader, at=engine.clock(), sku=sku or None, location=location or None, after=after, limit=_ROWS + 1
        )
        moved = movements(reader, sku, before=end_of(until), limit=_MOVEMENTS) if sku else []
        plot = stock_plot(reader, sku, engine.clock()) if sku else None
    last = rows[_ROWS - 1] if len(rows) > _ROWS else None
    context = {
        "plot": plot,
        "until": begin_of(until),
        "rows": rows[:_ROWS],
        "movements": moved,
        "sku": sku,
        "location": location,
        "last": last,
    }
    return render(request, "stock/page.html", context)
