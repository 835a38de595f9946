"""The list of shipments, and one with its way."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ordino.delivery.lifecycle import ON_ITS_WAY, SHIPMENT
from ordino.delivery.queries import list_shipments, shipment_named
from ordino.delivery.queries import shipment as shipment_view
from ordino.delivery.views import ShipmentSummary
from ordino.engine import Window
from ordino.office.actions import Subject, drawer, offered
from ordino.office.bulk.actions import bulks
from ordino.office.engine import office_engine
from ordino.office.exporting import all_rows, exported, wants_export
from ordino.office.lists import window_of
from ordino.office.people import actor_of, page
from ordino.office.shipments.actions import SHIPMENT_ACTIONS
from ordino.office.tabs import Tab, tab_of, with_chosen
from ordino.office.texts import _

_ROWS = 50
_LATE_AMONG = 500


TABS = (
    Tab("way", _("On the way"), ON_ITS_WAY),
    Tab("late", _("Late"), ON_ITS_WAY),
    Tab("trouble", _("In trouble"), ("failed_attempt", "lost", "returned_to_sender")),
    Tab("here", _("Still here"), ("created", "labeled", "ready_for_pickup")),
    Tab("arrived", _("Arrived"), ("delivered", "collected")),
    Tab("all", _("All"), SHIPMENT.states),
)


@require_safe
@page()
def shipments(request: HttpRequest) -> HttpResponse:
    """A page of shipments, the newest first; a tracking number opens its shipment. Late are sought among the newest 500."""
    tab = tab_of(request.GET.get("tab", ""), TABS, "shipment", SHIPMENT.states)
    query = request.GET.get("q", "").strip()
    late = tab.name == "late"
    window = Window(_LATE_AMONG) if late else window_of(request, _ROWS)
    with office_engine().reader() as reader:
        named = shipment_named(reader, query) if query else None
        if named is not None:
            return redirect("shipment", named)
        if wants_export(request) and not late:
            every = all_rows(lambda piece: list_shipments(reader, states=tab.states, window=piece), window)
            return exported(request, "shipments", every)
        rows = list_shipments(reader, states=tab.states, window=window)
    shown = [row for row in rows if _is_late(row)] if late else rows[:_ROWS]
    if wants_export(request):
        return exported(request, "shipments-late", shown)
    following = shown[-1].id if not late and len(rows) > _ROWS else None
    context = {
        "tabs": with_chosen(TABS, tab),
        "tab": tab,
        "rows": [(row, _is_late(row)) for row in shown],
        "next": following,
        "sorts": not late,
        "sought": query,
        "bulks": bulks("shipments", actor_of(request)),
    }
    return render(request, "shipments/page.html", context)


@require_safe
@page()
def shipment(request: HttpRequest, shipment_id: int) -> HttpResponse:
    """A shipment: what is in it, its way so far, its proof."""
    with office_engine().reader() as reader:
        view = shipment_view(reader, shipment_id)
    if view is None:
        raise Http404(f"There is no shipment {shipment_id}.")
    context = {
        "view": view,
        "row": view.shipment,
        "late": _is_late(view.shipment),
        "way": sorted(view.tracking, key=lambda said: said.occurred_at, reverse=True),
        "actions": offered(SHIPMENT_ACTIONS, view, actor_of(request)),
    }
    return render(request, "shipments/shipment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def shipment_action(request: HttpRequest, shipment_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a shipment."""
    found = SHIPMENT_ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        view = shipment_view(reader, shipment_id)
    if view is None:
        raise Http404(f"There is no shipment {shipment_id}.")
    here = reverse("shipment", args=[shipment_id])
    return drawer(
        request,
        found,
        Subject(shipment_id, _("shipment %(number)s") % {"number": shipment_id}, here, view, view.shipment.currency),
    )


def _is_late(row: ShipmentSummary) -> bool:
    due = row.deadline or row.arrives_on
    return row.state in ON_ITS_WAY and due is not None and due < timezone.localdate()
