"""The queue of holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.office.cursors import from_text, to_text
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.people import page
from ordino.orders.queries import FIRST_HOLDS, LATEST, HoldCursor, hold_counts, hold_queue

_ROWS = 50
_EXPORTED = 1000


@require_safe
@page()
def holds(request: HttpRequest) -> HttpResponse:
    """Open holds of one reason or of all, those due first."""
    reason = request.GET.get("reason", "")
    owner = request.GET.get("owner", "")
    after = from_text(request.GET.get("after", ""), FIRST_HOLDS)
    engine = office_engine()
    with engine.reader() as reader:
        if wants_export(request):
            every = all_pages(
                lambda last: hold_queue(
                    reader,
                    reasons=[reason] if reason else None,
                    owner=owner or None,
                    after=FIRST_HOLDS if last is None else HoldCursor(last.due_at or LATEST, last.id),
                    limit=_EXPORTED,
                )
            )
            return exported(request, "holds", every)
        counts = hold_counts(reader, now=engine.clock())
        rows = hold_queue(
            reader, reasons=[reason] if reason else None, owner=owner or None, after=after, limit=_ROWS + 1
        )
    last = rows[_ROWS - 1] if len(rows) > _ROWS else None
    following = "" if last is None else to_text(HoldCursor(last.due_at or LATEST, last.id))
    context = {"counts": counts, "rows": rows[:_ROWS], "reason": reason, "next": following, "now": engine.clock()}
    return render(request, "holds/page.html", context)
