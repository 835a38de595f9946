"""Stock by SKU and location; of one SKU what may be done with it at each, what moved, and what is on its way."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ordino.catalog.queries import skus_by_code
from ordino.catalog.rows import SkuRow
from ordino.engine import Actor, Reader
from ordino.inventory.accounts import AVAILABLE
from ordino.inventory.queries import LevelView, MovementView, incoming_of, levels, movements, transfers_of
from ordino.network.queries import locations_by_id
from ordino.network.rows import LocationRow
from ordino.office.actions import offered
from ordino.office.days import begin_of, end_of
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.insight.drawings import stock_plot
from ordino.office.people import actor_of, page
from ordino.office.settings.rows import locations
from ordino.office.stock.actions import STOCK_ACTIONS
from ordino.office.stock.article_actions import ARTICLE_ACTIONS, NEW_ARTICLE
from ordino.office.stock.coming_actions import INCOMING_ACTIONS, TRANSFER_ACTIONS
from ordino.office.stock.work import coming, on_the_way, place_of
from ordino.office.texts import in_words

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
        places = _places(reader, moved)
        plot = stock_plot(reader, sku, engine.clock()) if sku else None
        known = skus_by_code(reader, [sku] if sku else [row.sku for row in rows])
        work = _work(reader, known[sku], rows, actor_of(request)) if sku in known else {}
    last = rows[_ROWS - 1] if len(rows) > _ROWS else None
    context = {
        "plot": plot,
        "until": begin_of(until),
        "rows": [(row, known[row.sku].name if row.sku in known else "") for row in rows[:_ROWS]],
        "item": known.get(sku),
        "may_add": actor_of(request).may(NEW_ARTICLE.command.permission()),
        **work,
        "movements": [(row, _account(row.from_account, places), _account(row.to_account, places)) for row in moved],
        "sku": sku,
        "location": location,
        "last": last,
    }
    return render(request, "stock/page.html", context)


def _places(reader: Reader, moved: Sequence[MovementView]) -> Mapping[int, LocationRow]:
    accounts = {account for row in moved for account in (row.from_account, row.to_account)}
    keys = {int(key) for kind, key, _bucket in map(_parts, accounts) if kind == "location" and key.isdigit()}
    return locations_by_id(reader, sorted(keys)) if keys else {}


def _account(account: str, places: Mapping[int, LocationRow]) -> str:
    """Where goods came from or went, in words: a location by its code, with the bucket where they are not for sale there."""
    kind, key, bucket = _parts(account)
    if kind != "location" or int(key) not in places:
        return f"{in_words(kind)} {key}".strip()
    code = places[int(key)].code
    return code if bucket == AVAILABLE else f"{code}, {in_words(bucket)}"


def _parts(account: str) -> tuple[str, str, str]:
    kind, key, bucket = (*account.split("/"), "", "")[:3]
    return kind, key, bucket


def _work(reader: Reader, sku: SkuRow, held: Sequence[LevelView], actor: Actor) -> dict[str, object]:
    """What this person may do with a SKU: at each location that has some or could, and with what is on its way there."""
    names = {row.code: row.name or row.city for row in locations(reader)}
    here = [row.location for row in held]
    places = [place_of(sku, code, held, names) for code in (*here, *(code for code in names if code not in here))]
    expected = [coming(sku, row) for row in incoming_of(reader, sku.code)]
    moving = [on_the_way(sku, row) for row in transfers_of(reader, sku.code)]
    return {
        "article_actions": offered(ARTICLE_ACTIONS, sku, actor),
        "places": [(one, names.get(one.location, ""), offered(STOCK_ACTIONS, one, actor)) for one in places],
        "expected": [(one.row, offered(INCOMING_ACTIONS, one, actor)) for one in expected],
        "moving": [(one.row, one.outstanding(), offered(TRANSFER_ACTIONS, one, actor)) for one in moving],
    }
