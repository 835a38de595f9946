"""The returns desk, and one return."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.office.actions import Subject, drawer, offered
from ordino.office.engine import office_engine
from ordino.office.exporting import all_rows, exported, wants_export
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.office.returns.actions import RETURN_ACTIONS
from ordino.office.tabs import Tab, tab_of, with_chosen
from ordino.office.texts import _
from ordino.orders.queries import order_timeline
from ordino.returns.lifecycle import APPROVED, IN_TRANSIT, PARTIALLY_RECEIVED, RETURN
from ordino.returns.queries import ReturnFilter, list_returns, show_return
from ordino.returns.views import ReturnView

_ROWS = 50
_SETS_OUT = (APPROVED, IN_TRANSIT, PARTIALLY_RECEIVED)


TABS = (
    Tab("approve", _("To approve"), ("requested",)),
    Tab("expected", _("Expected"), ("approved", "in_transit", "partially_received")),
    Tab("inspect", _("To inspect"), ("partially_received", "received")),
    Tab("refund", _("To refund or close"), ("inspected",)),
    Tab("over", _("Over"), RETURN.final),
    Tab("all", _("All"), RETURN.states),
)


@require_safe
@page()
def returns(request: HttpRequest) -> HttpResponse:
    """A page of returns at one step, the newest first."""
    tab = tab_of(request.GET.get("tab", ""), TABS, "return", RETURN.states, first=-1)
    window, engine = window_of(request, _ROWS), office_engine()
    with engine.reader() as reader:
        wanted = ReturnFilter(states=tab.states)
        if wants_export(request):
            every = all_rows(lambda piece: list_returns(reader, wanted, piece), window)
            return exported(request, "returns", every)
        rows = list_returns(reader, wanted, window)
    following = rows[_ROWS - 1].id if len(rows) > _ROWS else None
    context = {
        "tabs": with_chosen(TABS, tab),
        "tab": tab,
        "rows": rows[:_ROWS],
        "next": following,
        "now": engine.clock(),
    }
    return render(request, "returns/page.html", context)


@require_safe
@page()
def one_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """A return: its lines with everything that became of them, its receipts, its money."""
    view = _view(return_id)
    context = {
        "view": view,
        "head": view.head,
        "slip_states": _SETS_OUT,
        "actions": offered(RETURN_ACTIONS, view, actor_of(request)),
    }
    return render(request, "returns/return.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def return_action(request: HttpRequest, return_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a return."""
    found = RETURN_ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    view = _view(return_id)
    with office_engine().reader() as reader:
        timeline = order_timeline(reader, view.head.order_id)
    here = reverse("return", args=[return_id])
    name, of = _("return %(number)s") % {"number": return_id}, _("order %(number)s") % {"number": view.head.order_id}
    status = ("return", view.head.state)
    currency = view.head.currency
    subject = Subject(return_id, name, here, view, currency, timeline=timeline, detail=of, status=status)
    return drawer(request, found, subject)


def _view(return_id: int) -> ReturnView:
    with office_engine().reader() as reader:
        view = show_return(reader, return_id)
    if view is None:
        raise Http404(f"There is no return {return_id}.")
    return view
