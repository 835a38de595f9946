"""Home: what needs attention now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ordino.exceptions.queries import count_exceptions
from ordino.office.engine import office_engine
from ordino.office.insight.drawings import ages_plot, sales_plots
from ordino.office.orders.stages import COUNTED, WAITING, counted
from ordino.office.people import page
from ordino.orders.queries import count_stages, hold_counts
from ordino.sourcing.queries import late_promises

_ROWS = 8
_DAYS = 30


@require_safe
@page()
def home(request: HttpRequest) -> HttpResponse:
    """Orders by stage, holds by reason, late promises; every number leads to its rows."""
    engine = office_engine()
    with engine.reader() as reader:
        counts = count_stages(reader, states=COUNTED)
        held = hold_counts(reader, now=engine.clock())
        work = count_exceptions(reader, now=engine.clock())
        late = late_promises(reader, timezone.localdate(), limit=_ROWS + 1)
        plots = [sales_plots(reader, timezone.localdate(), days=_DAYS)[0], ages_plot(reader, engine.clock())]
    stages = counted(WAITING, counts)
    context = {
        "stages": [
            (stage, count) for stage, count in stages if count or stage.name in ("verify", "release", "transit")
        ],
        "plots": plots,
        "held": held,
        "open_holds": sum(row.open for row in held),
        "late_holds": sum(row.late for row in held),
        "work": work,
        "exceptions": sum(row.waiting for row in work),
        "late_exceptions": sum(row.late for row in work),
        "late": late[:_ROWS],
        "more_late": len(late) > _ROWS,
    }
    return render(request, "home/page.html", context)
