"""The bench at the dock: scan what the carrier takes, close the manifest."""

from itertools import groupby
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ordino.delivery.commands import CloseManifest, HandOverShipment, ManifestResult
from ordino.delivery.queries import list_shipments, shipment_named
from ordino.engine import Actor, Completed, Replayed, Window
from ordino.kernel.messages import Refused
from ordino.office.bench import Said, answered, bench, bench_location, carried_out, refusal
from ordino.office.engine import office_engine
from ordino.office.forms import Form
from ordino.office.people import actor_of, page
from ordino.office.sentences import detail_of
from ordino.office.texts import _

_WINDOW = Window(limit=500)
_TOKEN_BYTES = 6


@require_http_methods(["GET", "HEAD", "POST"])
@page("delivery.hand_over_shipment")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Labeled parcels of a location by carrier; a scanned tracking number hands its shipment over."""
    form = Form({name: str(value) for name, value in request.POST.items()})
    actor = actor_of(request)
    with office_engine().reader() as reader:
        location, locations = bench_location(reader, request)
    said, manifest_id = _done(location, form, actor) if request.method == "POST" else (None, None)
    with office_engine().reader() as reader:
        rows = list_shipments(reader, states=("labeled",), location=location, window=_WINDOW)
        gone = list_shipments(reader, states=("handed_over", "in_transit"), location=location, window=_WINDOW)
    carriers = sorted({row.carrier for row in (*rows, *gone) if row.carrier and row.manifest_id is None})
    by_carrier = {
        carrier: list(group)
        for carrier, group in groupby(sorted(rows, key=lambda row: row.carrier), lambda row: row.carrier)
    }
    context = {
        "location": location,
        "locations": locations,
        "carriers": [
            (
                carrier,
                by_carrier.get(carrier, []),
                sum(row.carrier == carrier and row.manifest_id is None for row in gone),
            )
            for carrier in carriers
        ],
        "left": len(rows),
        "said": said,
        "manifest_id": manifest_id,
        "token": token_hex(_TOKEN_BYTES),
    }
    return bench(request, "hand_over", context)


def _done(location: str, form: Form, actor: Actor) -> tuple[Said | None, int | None]:
    """What was asked: a scan, all of a carrier, or its manifest (with its number)."""
    name, carrier = ([*form.text("do").split(":", 1), ""])[:2]
    if form.text("code"):
        return _scanned(form, actor), None
    if name == "all":
        return _all_of(location, carrier, actor), None
    if name == "manifest":
        outcome = carried_out(CloseManifest(location=location, carrier=carrier), actor, form.text("token"))
        if isinstance(outcome, Completed | Replayed):
            assert isinstance(outcome.result, ManifestResult)
            said = Said(
                "done",
                _("Manifest %(number)s closed") % {"number": outcome.result.manifest_id},
                ngettext(
                    "It lists %(shipments)s shipment.", "It lists %(shipments)s shipments.", outcome.result.shipments
                )
                % {"shipments": outcome.result.shipments},
            )
            return said, outcome.result.manifest_id
        return refusal(outcome.problem), None
    return None, None


def _scanned(form: Form, actor: Actor) -> Said:
    code = form.text("code")
    with office_engine().reader() as reader:
        shipment_id = shipment_named(reader, code)
    if shipment_id is None:
        return Said(
            "bad",
            _("%(code)s is no shipment of ours") % {"code": code},
            _("Scan the tracking number, or type the shipment's."),
        )
    outcome = carried_out(HandOverShipment(shipment_id=shipment_id), actor, form.text("token"))
    return answered(outcome, Said("done", _("Shipment %(number)s handed over") % {"number": shipment_id}))


def _all_of(location: str, carrier: str, actor: Actor) -> Said:
    """Every labeled parcel of a carrier; those that are refused stay, with the first reason."""
    with office_engine().reader() as reader:
        rows = list_shipments(reader, states=("labeled",), location=location, carrier=carrier, window=_WINDOW)
    commands = [HandOverShipment(shipment_id=row.id) for row in rows]
    outcomes = office_engine().execute(commands, actor=actor)
    refused = [one for one in outcomes if isinstance(one, Refused)]
    gone = len(outcomes) - len(refused)
    if refused:
        return Said(
            "wait",
            _("%(gone)s handed over, %(refused)s not") % {"gone": gone, "refused": len(refused)},
            detail_of(refused[0].problem),
        )
    return Said(
        "done",
        _("%(gone)s handed over to %(carrier)s") % {"gone": gone, "carrier": carrier},
        _("Close the manifest when the carrier signs."),
    )
