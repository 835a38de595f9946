"""The benches of packers: scan into the box, close it, print its label and slip."""

from secrets import token_hex
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ordino.catalog.queries import skus_by_code
from ordino.delivery.commands import CreateShipment, LabelShipment, ShipmentResult
from ordino.delivery.queries import list_shipments
from ordino.delivery.views import ShipmentSummary
from ordino.engine import Actor, Completed, Reader, Replayed
from ordino.fulfillment.commands import PackageAccepted, PackPackage
from ordino.fulfillment.decide.choose_box import BoxRow
from ordino.fulfillment.queries import (
    FulfillmentOrderView,
    PackageView,
    boxes,
    fulfillment_order,
    fulfillment_orders,
    lines,
    packages,
)
from ordino.kernel.messages import Refused
from ordino.office.bench import Said, bench, bench_location, carried_out, refusal
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.pack_bench.box import OpenBox, open_box
from ordino.office.people import actor_of, page
from ordino.office.sentences import detail_of
from ordino.office.texts import _

_MOST = 200
_TOKEN_BYTES = 6


class PackJob(NamedTuple):
    """A fulfillment order at the bench."""

    order: FulfillmentOrderView
    box: OpenBox
    packages: list[PackageView]
    shipments: list[ShipmentSummary]
    sizes: list[BoxRow]


@require_safe
@page("fulfillment.pack_package")
def packing(request: HttpRequest) -> HttpResponse:
    """What is picked and waits to be packed; an order's or fulfillment order's number opens it."""
    code = request.GET.get("code", "").strip()
    with office_engine().reader() as reader:
        location, locations = bench_location(reader, request)
        rows = fulfillment_orders(reader, location=location, state="picking", limit=_MOST)
    waiting = [row for row in rows if row.picked > row.packed]
    named = [row for row in waiting if code in (str(row.id), str(row.order_id))]
    if named:
        return redirect("pack-order", named[0].id)
    said = (
        Said("bad", _("%(code)s does not wait here") % {"code": code}, _("Nothing of it is picked at this location."))
        if code
        else None
    )
    context = {"location": location, "locations": locations, "waiting": waiting, "said": said}
    return render(request, "pack_bench/packing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("fulfillment.pack_package")
def pack(request: HttpRequest, fulfillment_order_id: int) -> HttpResponse:
    """One fulfillment order: a scan puts a unit into the box; closing the box packs it and asks for the label."""
    form = Form({name: str(value) for name, value in request.POST.items()})
    actor = actor_of(request)
    with office_engine().reader() as reader:
        job = _job(reader, fulfillment_order_id, form)
    said: Said | None = None
    if request.method == "POST" and form.text("do") == "close":
        said = _close(job, form, actor)
        with office_engine().reader() as reader:
            job = _job(reader, fulfillment_order_id, form if said.meaning == "bad" else Form({}))
    elif request.method == "POST":
        box, said = _scanned(job, form)
        job = job._replace(box=box)
    context = {
        "job": job,
        "row": job.order,
        "box": job.box,
        "said": said,
        "reckoned": _reckoned(job, form, actor),
        "chosen": form.text("box"),
        "weight": form.text("weight_grams"),
        "token": token_hex(_TOKEN_BYTES),
        "may_label": actor.may(CreateShipment.permission()),
        "label": "label" in form or request.method != "POST",
    }
    return bench(request, "pack_bench", context)


def _job(reader: Reader, fulfillment_order_id: int, form: Form) -> PackJob:
    order = fulfillment_order(reader, fulfillment_order_id)
    if order is None:
        raise Http404(f"There is no fulfillment order {fulfillment_order_id}.")
    shipments = list_shipments(reader, order_id=order.order_id)
    return PackJob(
        order,
        open_box(lines(reader, fulfillment_order_id), form),
        [one for one in packages(reader, fulfillment_order_id=fulfillment_order_id) if one.state != "unpacked"],
        [one for one in shipments if one.fulfillment_order_id == fulfillment_order_id and one.state != "voided"],
        boxes(reader),
    )


def _scanned(job: PackJob, form: Form) -> tuple[OpenBox, Said | None]:
    """The box after a scan, and what is said to it."""
    code, do = form.text("code"), form.text("do")
    if not code:
        if do == "all":
            return job.box.filled(), Said("done", _("Everything is in the box"), _("Choose the box and close it."))
        if do == "undo" and job.box.last is not None:
            last = next((item.line for item in job.box.items if item.line.line_number == job.box.last), None)
            taken = job.box.with_unit(last.sku, -1) if last is not None else None
            return (
                (taken, Said("wait", _("%(what)s: one taken out") % {"what": last.name or last.sku}))
                if taken and last
                else (job.box, None)
            )
        return job.box, None
    with office_engine().reader() as reader:
        found = skus_by_code(reader, [code]).get(code)
    sku = found.code if found is not None else code
    changed = job.box.with_unit(sku, 1)
    if changed is None:
        known = any(item.line.sku == sku for item in job.box.items)
        detail = (
            _("All of its units are in a box already.")
            if known
            else _("It does not belong to this order; put it aside.")
        )
        return job.box, Said("bad", _("%(code)s does not go in here") % {"code": code}, detail)
    item = next(item for item in changed.items if item.line.line_number == changed.last)
    further = _("%(left)s more to go.") % {"left": changed.left} if changed.left else _("That was the last one.")
    return changed, Said(
        "done",
        _("%(what)s: %(inside)s of %(open)s")
        % {"what": item.line.name or item.line.sku, "inside": item.inside, "open": item.open},
        further,
    )


def _pack_command(job: PackJob, form: Form) -> PackPackage:
    return PackPackage(
        fulfillment_order_id=job.order.id,
        lines=job.box.content(),
        box=form.text("box") or None,
        weight_grams=form.number_or_none("weight_grams"),
    )


def _reckoned(job: PackJob, form: Form, actor: Actor) -> PackageAccepted | None:
    """The box and the weight that closing it now would book."""
    if not job.box.inside:
        return None
    command = PackPackage(fulfillment_order_id=job.order.id, lines=job.box.content())
    outcome = office_engine().preview([command], actor=actor)[0]
    if not isinstance(outcome, Completed):
        return None
    assert isinstance(outcome.result, PackageAccepted)
    return outcome.result


def _close(job: PackJob, form: Form, actor: Actor) -> Said:
    """Pack the box; where it was the last and the label is wished, make the shipment and its label, too."""
    token = form.text("token")
    try:
        outcome = carried_out(_pack_command(job, form), actor, token)
    except NotUnderstood as wrong:
        return refusal(wrong.problem)
    if isinstance(outcome, Refused):
        return refusal(outcome.problem)
    assert isinstance(outcome.result, PackageAccepted)
    packed = outcome.result
    headline = _("Box closed: %(box)s, %(grams)s g") % {"box": packed.box or _("no box"), "grams": packed.weight_grams}
    if "label" not in form or packed.state != "packed":
        return Said("done", headline, _("Go on with the next box.") if job.box.left else "")
    ready = [one.id for one in job.packages if one.state == "packed" and one.shipment_id is None]
    return _label((*ready, packed.package_id), headline, actor, token)


def _label(package_ids: tuple[int, ...], headline: str, actor: Actor, token: str) -> Said:
    created = carried_out(CreateShipment(package_ids=tuple(sorted(set(package_ids)))), actor, f"{token}/shipment")
    if isinstance(created, Refused):
        return Said("bad", _("%(headline)s, but no shipment") % {"headline": headline}, detail_of(created.problem))
    assert isinstance(created, Completed | Replayed)
    assert isinstance(created.result, ShipmentResult)
    if created.result.state != "created":
        return Said("done", headline, _("It is ready for pickup."))
    command = LabelShipment(shipment_id=created.result.shipment_id)
    labeled = carried_out(command, actor, f"{token}/label")
    if isinstance(labeled, Refused):
        return Said("bad", _("%(headline)s, but no label") % {"headline": headline}, detail_of(labeled.problem))
    return Said(
        "done",
        headline,
        _("Labeled for %(carrier)s %(service)s: print it.")
        % {"carrier": created.result.carrier, "service": created.result.service},
    )
