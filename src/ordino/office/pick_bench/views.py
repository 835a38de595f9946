"""The benches of pickers: open a walk, scan along it, say what is not there."""

from secrets import token_hex

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ordino.catalog.queries import skus_by_code
from ordino.engine import Actor, Completed, Replayed
from ordino.fulfillment.commands import ClosePickBatch, OpenPickBatch, PickBatchResult, RecordPicks
from ordino.fulfillment.queries import fulfillment_orders, open_walks, pick_list
from ordino.office.bench import Said, answered, bench, bench_location, carried_out, go, refusal
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.happenings import facts_of
from ordino.office.people import actor_of, page
from ordino.office.pick_bench.walk import Stop, stop_of, stops
from ordino.office.texts import _

_MOST_ORDERS = 20
_MOST_WAITING = 500
_TOKEN_BYTES = 6


@require_http_methods(["GET", "HEAD", "POST"])
@page("fulfillment.record_picks")
def walks(request: HttpRequest) -> HttpResponse:
    """The walks that are open at a location, and how many fulfillment orders wait for one."""
    actor = actor_of(request)
    form = Form({name: str(value) for name, value in request.POST.items()})
    said = None
    if request.method == "POST":
        answer = _open(form, actor)
        if not isinstance(answer, Said):
            return go(request, reverse("pick-walk", args=[answer]))
        said = answer
    with office_engine().reader() as reader:
        location, locations = bench_location(reader, request)
        rows = fulfillment_orders(reader, location=location, state="released", limit=_MOST_WAITING)
        opened = open_walks(reader, location=location)
    waiting = [row for row in rows if row.pick_batch_id is None and not row.held]
    context = {
        "location": location,
        "locations": locations,
        "walks": opened,
        "waiting": waiting,
        "most": _MOST_ORDERS,
        "said": said,
        "token": token_hex(_TOKEN_BYTES),
    }
    return render(request, "pick_bench/walks.html", context)


def _open(form: Form, actor: Actor) -> int | Said:
    """The number of the walk that was opened, or why there is none."""
    try:
        maximum = form.number_or_none("maximum_orders") or _MOST_ORDERS
    except NotUnderstood as wrong:
        return refusal(wrong.problem)
    command = OpenPickBatch(location=form.text("location"), maximum_orders=maximum)
    outcome = carried_out(command, actor, form.text("token"))
    if isinstance(outcome, Completed | Replayed):
        assert isinstance(outcome.result, PickBatchResult)
        return outcome.result.pick_batch_id
    return refusal(outcome.problem)


@require_http_methods(["GET", "HEAD", "POST"])
@page("fulfillment.record_picks")
def walk(request: HttpRequest, pick_batch_id: int) -> HttpResponse:
    """One walk: the scan field, the stops that are left; each scan is booked at once."""
    form = Form({name: str(value) for name, value in request.POST.items()})
    context: dict[str, object] = {"said": None, "asked": None}
    if request.method == "POST":
        if form.text("do") == "end":
            return _end(request, pick_batch_id, form)
        context |= _scanned(pick_batch_id, form, actor_of(request))
    with office_engine().reader() as reader:
        batch = next(iter(open_walks(reader, pick_batch_id=pick_batch_id)), None)
        left = stops(pick_list(reader, pick_batch_id=pick_batch_id)) if batch is not None else []
    if batch is None and request.method != "POST":
        raise Http404(f"There is no open walk {pick_batch_id}.")
    here = stop_of(left, form.text("sku")) or next(iter(left), None)
    context |= {"number": pick_batch_id, "batch": batch, "stops": left, "here": here, "token": token_hex(_TOKEN_BYTES)}
    return bench(request, "pick_bench", context)


def _end(request: HttpRequest, pick_batch_id: int, form: Form) -> HttpResponse:
    carried_out(ClosePickBatch(pick_batch_id=pick_batch_id), actor_of(request), form.text("token"))
    return go(request, reverse("pick"))


def _scanned(pick_batch_id: int, form: Form, actor: Actor) -> dict[str, object]:
    """What the picker did: a scan takes one unit, `all` what is left of a stop, `short` asks, `missing` books it."""
    code, do = form.text("code"), form.text("do")
    with office_engine().reader() as reader:
        left = stops(pick_list(reader, pick_batch_id=pick_batch_id))
        found = skus_by_code(reader, [code]).get(code) if code else None
    stop = stop_of(left, found.code if found is not None else code if code else form.text("sku"))
    if stop is None:
        return {
            "said": Said(
                "bad",
                _("%(code)s is not on this walk") % {"code": code or form.text("sku")},
                _("Put it back; nothing is booked."),
            )
        }
    if do == "short" and not code:
        return {"asked": (stop, _follows(pick_batch_id, stop, actor))}
    if do == "missing" and not code:
        command = RecordPicks(pick_batch_id=pick_batch_id, lines=stop.miss())
        said = Said(
            "wait",
            _("%(what)s: %(left)s not there") % {"what": stop.name or stop.sku, "left": stop.left},
            _("Sourced elsewhere; the stock is corrected."),
        )
    else:
        units = stop.left if do == "all" and not code else 1
        command = RecordPicks(pick_batch_id=pick_batch_id, lines=stop.take(units))
        further = stop.left - units
        said = Said(
            "done",
            _("%(what)s: %(units)s taken") % {"what": stop.name or stop.sku, "units": units},
            _("%(further)s more to take here.") % {"further": further} if further else "",
        )
    return {"said": answered(carried_out(command, actor, form.text("token")), said)}


def _follows(pick_batch_id: int, stop: Stop, actor: Actor) -> list[tuple[str, str]]:
    """What saying that a stop is empty would book."""
    command = RecordPicks(pick_batch_id=pick_batch_id, lines=stop.miss())
    outcome = office_engine().preview([command], actor=actor)[0]
    events = outcome.events if isinstance(outcome, Completed) else ()
    return [
        (one.event.kind(), ", ".join(f"{fact.name} {fact.value}" for fact in facts_of(one.event, ""))) for one in events
    ]
