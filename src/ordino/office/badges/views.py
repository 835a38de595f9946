"""The numbers in the menu. Pages come without them, so that no page waits for them; `live.js` asks, and asks again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from ordino.engine import Statements
from ordino.kernel.messages import Record
from ordino.office.engine import office_engine
from ordino.office.people import page

SQL = Statements("ordino.office")
MOST_COUNTED = 10_000


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
    return JsonResponse({row.entry: _shown(row.rows) for row in counts}, headers={"Cache-Control": "private, no-store"})


def _shown(rows: int) -> str:
    text: str = number_format(rows, use_l10n=True, force_grouping=True)
    return "" if not rows else f"≥ {text}" if rows == MOST_COUNTED else text
