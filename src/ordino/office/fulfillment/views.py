"""The release board by location, and one fulfillment order."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.engine import Reader
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER
from ordino.fulfillment.queries import (
    fulfillment_order,
    fulfillment_orders,
    lines,
    packages,
    pick_list,
    ready_orders,
)
from ordino.network.queries import fulfilling_locations
from ordino.office.actions import Subject, drawer, offered
from ordino.office.bulk.actions import bulks
from ordino.office.engine import office_engine
from ordino.office.exporting import exported, wants_export
from ordino.office.fulfillment.actions import JOB_ACTIONS, Job
from ordino.office.people import actor_of, page
from ordino.office.texts import _

_MOST = 500
_STEPS = ("planned", "released", "picking", "packed")


@require_safe
@page()
def board(request: HttpRequest) -> HttpResponse:
    """What waits at each location, step by step, by precedence; and the orders that nobody has planned."""
    location, step = request.GET.get("location", ""), request.GET.get("step", "")
    with office_engine().reader() as reader:
        rows = fulfillment_orders(reader, location=location or None, limit=_MOST)
        ready = ready_orders(reader, limit=_MOST)
        locations = [row.code for row in fulfilling_locations(reader)]
    counts = Counter(row.state for row in rows)
    shown = [row for row in rows if step in ("", row.state)]
    if wants_export(request):
        return exported(request, "fulfillment", ready if step == "ready" else shown)
    actor = actor_of(request)
    context = {
        "location": location,
        "locations": locations,
        "step": step,
        "steps": [(name, counts[name]) for name in _STEPS],
        "ready": ready,
        "rows": shown,
        "bulks": bulks("fulfillment", actor),
        "wave_bulks": [one for one in bulks("orders", actor) if one.name == "release"],
        "full": len(rows) == _MOST,
    }
    return render(request, "fulfillment/page.html", context)


@require_safe
@page()
def job(request: HttpRequest, fulfillment_order_id: int) -> HttpResponse:
    """A fulfillment order: its lines, its walk, its packages."""
    with office_engine().reader() as reader:
        view = _job(reader, fulfillment_order_id)
        walk = pick_list(reader, fulfillment_order_id=fulfillment_order_id)
    actions = offered(JOB_ACTIONS, view, actor_of(request))
    return render(request, "fulfillment/job.html", {"view": view, "row": view.order, "walk": walk, "actions": actions})


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def job_action(request: HttpRequest, fulfillment_order_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a fulfillment order."""
    found = JOB_ACTIONS.get(name)
    if found is None:
        raise Http404(f"There is no action {name}.")
    with office_engine().reader() as reader:
        view = _job(reader, fulfillment_order_id)
    here = reverse("fulfillment-order", args=[fulfillment_order_id])
    return drawer(
        request,
        found,
        Subject(fulfillment_order_id, _("fulfillment order %(number)s") % {"number": fulfillment_order_id}, here, view),
    )


def _job(reader: Reader, fulfillment_order_id: int) -> Job:
    found = fulfillment_order(reader, fulfillment_order_id)
    if found is None:
        raise Http404(f"There is no fulfillment order {fulfillment_order_id}.")
    return Job(
        found,
        lines(reader, fulfillment_order_id),
        packages(reader, fulfillment_order_id=fulfillment_order_id),
        FULFILLMENT_ORDER.permitted(found.state),
    )
