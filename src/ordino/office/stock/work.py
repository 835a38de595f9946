"""The drawers of Inventory: the stock of a SKU at a location, what is expected of it, what is on its way."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ordino.catalog.queries import skus_by_code
from ordino.catalog.rows import SkuRow
from ordino.engine import Reader
from ordino.inventory.lifecycle import INCOMING, TRANSFER
from ordino.inventory.queries import IncomingView, LevelView, TransferView, incoming_of, levels, transfers_of
from ordino.office.actions import Action, Subject, drawer
from ordino.office.engine import office_engine
from ordino.office.people import page
from ordino.office.settings.rows import locations
from ordino.office.stock.actions import STOCK_ACTIONS, Place
from ordino.office.stock.coming_actions import INCOMING_ACTIONS, TRANSFER_ACTIONS, Coming, OnTheWay
from ordino.office.texts import _


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def stock_action(request: HttpRequest, name: str) -> HttpResponse:
    """The drawer of an action on the stock of a SKU at a location, both named by the address."""
    found, location = _action(STOCK_ACTIONS, name), request.GET.get("location", "")
    with office_engine().reader() as reader:
        sku = _sku(reader, request)
        held = levels(reader, at=office_engine().clock(), sku=sku.code, location=location)
        names = {row.code: row.name or row.city for row in locations(reader)}
    if location not in names:
        raise Http404(f"There is no location {location}.")
    view = place_of(sku, location, held, names)
    return drawer(
        request, found, Subject(0, sku.code, _page_of(sku), view, detail=_at(sku, names[location] or location))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def incoming_action(request: HttpRequest, incoming_id: int, name: str) -> HttpResponse:
    """The drawer of an action on an expected receipt of a SKU that the address names."""
    found = _action(INCOMING_ACTIONS, name)
    with office_engine().reader() as reader:
        sku = _sku(reader, request)
        row = next((one for one in incoming_of(reader, sku.code) if one.id == incoming_id), None)
    if row is None:
        raise Http404(f"Nothing {incoming_id} of {sku.code} is expected.")
    subject = Subject(incoming_id, sku.code, _page_of(sku), coming(sku, row), detail=_at(sku, row.location))
    return drawer(request, found, subject)


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def transfer_stock_action(request: HttpRequest, transfer_id: int, name: str) -> HttpResponse:
    """The drawer of an action on a transfer with a SKU that the address names."""
    found = _action(TRANSFER_ACTIONS, name)
    with office_engine().reader() as reader:
        sku = _sku(reader, request)
        row = next((one for one in transfers_of(reader, sku.code) if one.id == transfer_id), None)
    if row is None:
        raise Http404(f"No transfer {transfer_id} of {sku.code} is on its way.")
    subject = Subject(transfer_id, sku.code, _page_of(sku), on_the_way(sku, row), detail=_at(sku, row.to_location))
    return drawer(request, found, subject)


def place_of(sku: SkuRow, location: str, held: Sequence[LevelView], names: Mapping[str, str]) -> Place:
    """The SKU at a location, of the levels that are known and the names of all locations by code."""
    level = next((row for row in held if row.location == location), None)
    return Place(sku, location, level, [(code, name) for code, name in names.items() if code != location])


def coming(sku: SkuRow, row: IncomingView) -> Coming:
    return Coming(sku, row, INCOMING.permitted(row.state))


def on_the_way(sku: SkuRow, row: TransferView) -> OnTheWay:
    return OnTheWay(sku, row, TRANSFER.permitted(row.state))


def _action(actions: Mapping[str, Action], name: str) -> Action:
    if name not in actions:
        raise Http404(f"There is no action {name}.")
    return actions[name]


def _sku(reader: Reader, request: HttpRequest) -> SkuRow:
    code = request.GET.get("sku", "")
    found = skus_by_code(reader, [code]).get(code)
    if found is None:
        raise Http404(f"There is no SKU {code}.")
    return found


def _page_of(sku: SkuRow) -> str:
    return f"{reverse('stock')}?{urlencode({'sku': sku.code})}"


def _at(sku: SkuRow, location: str) -> str:
    return _("%(what)s at %(location)s") % {"what": sku.name or sku.code, "location": location}
