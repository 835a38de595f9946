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
from ordino.inventory.problems import SerialElsewhere, SerialsNotNamed
from ordino.inventory.queries import numbered_skus, skus_of_serial
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.office.bench import Said, bench, bench_location, carried_out, refusal
from ordino.office.engine import office_engine
from ordino.office.forms import Form, NotUnderstood
from ordino.office.pack_bench.box import OpenBox, open_box
from ordino.office.people import actor_of, page
from ordino.office.sentences import detail_of
from ordino.office.texts import _, weight

_MOST = 200
_TOKEN_BYTES = 6


class PackJob(NamedTuple):
    """A fulfillment order at the bench."""

    order: FulfillmentOrderView
    box: OpenBox
    packages: list[PackageView]
    shipments: list[ShipmentSummary]
    sizes: list[BoxRow]

    @property
    def numbered(self) -> frozenset[str]:
        """SKUs whose units are scanned by their serial numbers."""
        return frozenset(item.line.sku for item in self.box.items if item.numbered)


class Scan(NamedTuple):
    """What was scanned: a SKU, or one numbered unit of it."""

    sku: str
    serial: str = ""


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
        box, said = _scanned(job, form, actor)
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
    rows = lines(reader, fulfillment_order_id)
    numbered = numbered_skus(reader, order.location, skus=[row.sku for row in rows])
    return PackJob(
        order,
        open_box(rows, form, numbered),
        [one for one in packages(reader, fulfillment_order_id=fulfillment_order_id) if one.state != "unpacked"],
        [one for one in shipments if one.fulfillment_order_id == fulfillment_order_id and one.state != "voided"],
        boxes(reader),
    )


def _scanned(job: PackJob, form: Form, actor: Actor) -> tuple[OpenBox, Said | None]:
    """The box after a scan, and what is said to it."""
    code, do = form.text("code"), form.text("do")
    if not code:
        if do == "all":
            full = job.box.filled()
            if full.left:
                left = _("%(left)s more to go.") % {"left": full.left}
                return full, Said("wait", _("Scan the serial numbers of the others"), left)
            return full, Said("done", _("Everything is in the box"), _("Choose the box and close it."))
        if do == "undo" and job.box.last is not None:
            last = next((item.line for item in job.box.items if item.line.line_number == job.box.last), None)
            taken = job.box.with_unit(last.sku, -1) if last is not None else None
            return (
                (taken, Said("wait", _("%(what)s: one taken out") % {"what": last.name or last.sku}))
                if taken and last
                else (job.box, None)
            )
        return job.box, None
    scan = _read(job, code)
    if scan.serial and job.box.holds(scan.serial):
        detail = _("Each number is one unit.")
        return job.box, Said("bad", _("%(code)s lies in the box already") % {"code": code}, detail)
    changed = job.box.with_unit(scan.sku, 1, scan.serial)
    if changed is None:
        known = any(item.line.sku == scan.sku for item in job.box.items)
        detail = (
            _("All of its units are in a box already.")
            if known
            else _("It does not belong to this order; put it aside.")
        )
        return job.box, Said("bad", _("%(code)s does not go in here") % {"code": code}, detail)
    problem = _numbering_problem(job, changed, actor) if scan.sku in job.numbered else None
    if isinstance(problem, SerialElsewhere):
        return job.box, refusal(problem)
    if problem is not None:
        return job.box, Said(
            "wait", _("%(sku)s has serial numbers") % {"sku": scan.sku}, _("Scan the number of the unit.")
        )
    item = next(item for item in changed.items if item.line.line_number == changed.last)
    further = _("%(left)s more to go.") % {"left": changed.left} if changed.left else _("That was the last one.")
    return changed, Said(
        "done",
        _("%(what)s: %(inside)s of %(open)s")
        % {"what": item.line.name or item.line.sku, "inside": item.inside, "open": item.open},
        further,
    )


def _read(job: PackJob, code: str) -> Scan:
    """What was scanned: the serial number of a unit of the order's SKUs, else a SKU's code or barcode."""
    with office_engine().reader() as reader:
        owners = skus_of_serial(reader, code, skus=sorted(job.numbered)) if job.numbered else []
        found = skus_by_code(reader, [code]).get(code)
    if owners:
        return Scan(owners[0], code)
    return Scan(found.code if found is not None else code)


def _numbering_problem(job: PackJob, box: OpenBox, actor: Actor) -> Problem | None:
    """Why the units cannot go into one box by their serial numbers or without, as closing it now would say."""
    command = PackPackage(fulfillment_order_id=job.order.id, lines=box.content())
    outcome = office_engine().preview([command], actor=actor)[0]
    if isinstance(outcome, Refused) and isinstance(outcome.problem, SerialElsewhere | SerialsNotNamed | InvalidInput):
        return outcome.problem
    return None


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
    headline = _("Box closed: %(box)s, %(weight)s") % {
        "box": packed.box or _("no box"),
        "weight": weight(packed.weight_grams),
    }
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
