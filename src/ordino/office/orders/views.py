"""The list of orders."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from ordino.network.queries import list_channels
from ordino.office.bulk.actions import bulks
from ordino.office.cursors import from_text, to_text
from ordino.office.days import begin_of
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.lists import is_oldest_first
from ordino.office.orders.filters import wanted_orders
from ordino.office.orders.stages import COUNTED, STAGES, stage_of, tabs_of
from ordino.office.people import actor_of, page
from ordino.office.texts import _, in_words
from ordino.orders.queries import (
    FIRST_OF_OLDEST,
    FIRST_PAGE,
    OrderCursor,
    count_stages,
    hold_counts,
    list_orders,
    search_orders,
)
from ordino.orders.views import OrderSummary

_ROWS = 40
_EXPORTED = 1000


@require_safe
@page()
def orders(request: HttpRequest) -> HttpResponse:
    """A page of a stage, or what a search found; a search that finds one order opens it."""
    query = request.GET.get("q", "").strip()
    if query:
        return _found(request, query)
    stage = stage_of(request.GET.get("stage", ""))
    wanted = wanted_orders(request.GET)
    oldest = is_oldest_first(request)
    first = FIRST_OF_OLDEST if oldest else FIRST_PAGE
    after = from_text(request.GET.get("after", ""), first)
    with office_engine().reader() as reader:
        if wants_export(request):
            every = all_pages(
                lambda last: list_orders(
                    reader,
                    wanted,
                    after=first if last is None else OrderCursor(last.placed_at, last.id),
                    limit=_EXPORTED,
                    oldest_first=oldest,
                )
            )
            return exported(request, "orders", every)
        rows = list_orders(reader, wanted, after=after, limit=_ROWS + 1, oldest_first=oldest)
        channels = list_channels(reader)
        holds = hold_counts(reader, now=office_engine().clock())
        tabs = tabs_of([*STAGES, *([] if stage in STAGES else [stage])], count_stages(reader, states=COUNTED))
    shown = rows[:_ROWS]
    return render(
        request,
        "orders/page.html",
        {
            "tabs": tabs,
            "stage": stage,
            "rows": shown,
            "next": _address(request, after=_cursor(shown[-1])) if len(rows) > _ROWS else "",
            "first": _address(request) if after != first else "",
            "chips": _chips(request),
            "every": request.GET.urlencode() or f"stage={stage.name}",
            "kept_in_address": [(name, request.GET[name]) for name in ("sort", "hide") if name in request.GET],
            "channels": channels,
            "holds": holds,
            "bulks": bulks("orders", actor_of(request)),
        },
    )


def _found(request: HttpRequest, query: str) -> HttpResponse:
    with office_engine().reader() as reader:
        rows = search_orders(reader, query, limit=_ROWS)
    if len(rows) == 1:
        return redirect("order", rows[0].id)
    return render(
        request,
        "orders/found.html",
        {"rows": rows, "query": query, "most": _ROWS, "bulks": bulks("orders", actor_of(request))},
    )


def _cursor(row: OrderSummary) -> str:
    return to_text(OrderCursor(row.placed_at, row.id))


def _address(request: HttpRequest, **changed: str) -> str:
    """This page with other parameters; an empty one is left out."""
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "export")}
    return "?" + urlencode({name: value for name, value in {**kept, **changed}.items() if value})


def _chips(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The filters in force: what they are on, their value, and the address of the list without them."""
    words = {"channel": _("Channel"), "hold": _("Hold"), "since": _("Placed since"), "until": _("Placed until")}
    return [
        (word, _told(name, request.GET[name]), _address(request, **{name: ""}))
        for name, word in words.items()
        if request.GET.get(name)
    ]


def _told(name: str, value: str) -> str:
    """The value of a filter as a person reads it."""
    if name == "hold":
        return in_words(value)
    first = begin_of(value) if name in ("since", "until") else None
    return value if first is None else date_format(first.date())
