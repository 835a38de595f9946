"""The list of quotes, and one with its revisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.catalog.queries import skus_by_code
from ordino.office.actions import Subject, drawer, offered
from ordino.office.engine import office_engine
from ordino.office.exporting import all_rows, exported, wants_export
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.office.quotes.actions import QUOTE_ACTIONS
from ordino.office.quotes.booked import Offer
from ordino.office.tabs import Tab, tab_of, with_chosen
from ordino.office.texts import _
from ordino.quotes.commands import DraftQuote
from ordino.quotes.lifecycle import QUOTE
from ordino.quotes.queries import QuoteFilter, list_quotes, show_quote

_ROWS = 50


TABS = (
    Tab("open", _("Open"), ("draft", "sent", "accepted")),
    Tab("draft", _("Drafts"), ("draft",)),
    Tab("sent", _("With customers"), ("sent",)),
    Tab("ordered", _("Ordered"), ("accepted", "ordered")),
    Tab("lost", _("Not ordered"), ("declined", "expired")),
    Tab("all", _("All"), QUOTE.states),
)


@require_safe
@page()
def quotes(request: HttpRequest) -> HttpResponse:
    """A page of quotes by the state of their newest revision, the newest first."""
    tab = tab_of(request.GET.get("tab", ""), TABS, "quote", QUOTE.states)
    window, wanted, engine = window_of(request, _ROWS), QuoteFilter(states=tab.states), office_engine()
    with engine.reader() as reader:
        if wants_export(request):
            every = all_rows(lambda piece: list_quotes(reader, wanted, piece), window)
            return exported(request, "quotes", every)
        rows = list_quotes(reader, wanted, window)
    context = {
        "tabs": with_chosen(TABS, tab),
        "tab": tab,
        "rows": rows[:_ROWS],
        "next": rows[_ROWS - 1].id if len(rows) > _ROWS else None,
        "today": engine.clock().date(),
        "may_make": actor_of(request).may(DraftQuote.permission()),
    }
    return render(request, "quotes/page.html", context)


@require_safe
@page()
def quote(request: HttpRequest, quote_id: int) -> HttpResponse:
    """A quote: what is offered now, and what was offered before."""
    offer = _offer(quote_id)
    lines = offer.newest.order.lines
    with office_engine().reader() as reader:
        known = skus_by_code(reader, [line.sku for line in lines])
    context = {
        "quote": offer.quote,
        "newest": offer.newest,
        "lines": [
            (line, line.description or (known[line.sku].name if line.sku in known else line.sku)) for line in lines
        ],
        "earlier": offer.quote.revisions[1:],
        "actions": offered(QUOTE_ACTIONS, offer, actor_of(request)),
    }
    return render(request, "quotes/quote.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def quote_action(request: HttpRequest, quote_id: int, name: str) -> HttpResponse:
    """The drawer of an action on the newest revision of a quote."""
    if name not in QUOTE_ACTIONS:
        raise Http404(f"There is no action {name}.")
    offer = _offer(quote_id)
    here = reverse("quote", args=[quote_id])
    newest = offer.newest
    subject = Subject(
        quote_id,
        _("quote %(number)s") % {"number": quote_id},
        here,
        offer,
        newest.currency,
        newest.number,
        detail=newest.customer_name,
        status=("quote", newest.state),
    )
    return drawer(request, QUOTE_ACTIONS[name], subject)


def _offer(quote_id: int) -> Offer:
    with office_engine().reader() as reader:
        view = show_quote(reader, quote_id)
    if view is None:
        raise Http404(f"There is no quote {quote_id}.")
    return Offer(view, view.revisions[0], view.revisions[0].permitted)
