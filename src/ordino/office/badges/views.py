"""The numbers in the menu. Pages come without them, so that no page waits for them; `live.js` asks, and asks again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ordino.engine import Statements
from ordino.kernel.counts import MOST_COUNTED
from ordino.kernel.messages import Record
from ordino.office.engine import office_engine
from ordino.office.people import page
from ordino.office.texts import counted

SQL = Statements("ordino.office")


class Waiting(Record, frozen=True):
    """How many rows wait behind an entry of the menu."""

    entry: str
    rows: int


@require_safe
@page()
def badges(request: HttpRequest) -> HttpResponse:
    """The number of each entry, as it is shown; none where nothing waits."""
    with office_engine().reader() as reader:
        counts = reader.fetch(SQL.count_work, Waiting, most=MOST_COUNTED)
    shown = {row.entry: counted(row.rows) if row.rows else "" for row in counts}
    return JsonResponse(shown, headers={"Cache-Control": "private, no-store"})
