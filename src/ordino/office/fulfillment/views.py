"""The release board by location, and one fulfillment order."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ordino.engine import Reader
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER
from ordino.fulfillment.queries import (
    FIRST_FULFILLMENTS,
    FIRST_READY,
    FulfillmentCursor,
    FulfillmentOrderView,
    ReadyCursor,
    ReadyOrder,
    count_fulfillment_orders,
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
from ordino.office.cursors import from_text, to_text
from ordino.office.engine import office_engine
from ordino.office.exporting import all_pages, exported, wants_export
from ordino.office.fulfillment.actions import JOB_ACTIONS, Job, stands_packed
from ordino.office.people import actor_of, page
from ordino.office.texts import _

_ROWS = 60
_EXPORTED = 1000
_READY = "ready"
Row = FulfillmentOrderView | ReadyOrder


@require_safe
@page()
def board(request: HttpRequest) -> HttpResponse:
    """What waits at each location, step by step, by precedence; and the orders that nobody has planned."""
    location, step, after = (request.GET.get(name, "") for name in ("location", "step", "after"))
    with office_engine().reader() as reader:
        if wants_export(request):
            every = all_pages(
                lambda last: _rows(reader, location, step, "" if last is None else _cursor(last), _EXPORTED)
            )
            return exported(request, "fulfillment", every)
        counts = count_fulfillment_orders(reader, location=location or None)
        locations = [row.code for row in fulfilling_locations(reader)]
        rows = _rows(reader, location, step, after, _ROWS + 1)
        ready = rows if step == _READY and not after else _rows(reader, location, _READY, "", _ROWS + 1)
    actor = actor_of(request)
    context = {
        "location": location,
        "locations": locations,
        "step": step,
        "steps": [(row.state, row.orders) for row in counts],
        "ready": len(ready[:_ROWS]),
        "more_ready": len(ready) > _ROWS,
        "rows": rows[:_ROWS],
        "next": _cursor(rows[_ROWS - 1]) if len(rows) > _ROWS else "",
        "paged": bool(after),
        "bulks": bulks("fulfillment", actor),
        "wave_bulks": [one for one in bulks("orders", actor) if one.name == "release"],
    }
    return render(request, "fulfillment/page.html", context)


def _rows(reader: Reader, location: str, step: str, after: str, limit: int) -> Sequence[Row]:
    """A page of a step, after the row that the cursor names."""
    if step == _READY:
        return ready_orders(reader, after=from_text(after, FIRST_READY), limit=limit)
    begun = from_text(after, FIRST_FULFILLMENTS)
    return fulfillment_orders(reader, location=location or None, state=step or None, after=begun, limit=limit)


def _cursor(row: Row) -> str:
    if isinstance(row, ReadyOrder):
        return to_text(ReadyCursor(row.priority, row.ship_by, row.order_id))
    return to_text(FulfillmentCursor(row.priority, row.id))


@require_safe
@page()
def job(request: HttpRequest, fulfillment_order_id: int) -> HttpResponse:
    """A fulfillment order: its lines, its walk, its packages."""
    with office_engine().reader() as reader:
        view = _job(reader, fulfillment_order_id)
        walk = pick_list(reader, fulfillment_order_id=fulfillment_order_id)
    actions = offered(JOB_ACTIONS, view, actor_of(request))
    unpack = [package.id for package in view.packages if stands_packed(package)]
    context = {
        "view": view,
        "row": view.order,
        "walk": walk,
        "actions": [action for action in actions if not action.of_a_part],
        "unpack": unpack if any(action.name == "unpack" for action in actions) else [],
    }
    return render(request, "fulfillment/job.html", context)


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
