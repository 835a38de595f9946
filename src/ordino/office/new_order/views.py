"""The sheet of a new order: each change answers the sheet with the figures of the order as it would be placed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from secrets import token_hex
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from msgspec import structs

from ordino.catalog.queries import search_skus, skus_by_code
from ordino.catalog.rows import FoundSku, SkuRow
from ordino.engine import Actor, Completed, Outcome, Reader, Replayed, Window
from ordino.inventory.queries import Availability, availability
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.network.decide.rate import ParcelSize, RateRow, shipping_options
from ordino.network.queries import fulfilling_locations, list_channels, rates
from ordino.network.rows import ChannelRow, Lane
from ordino.office.engine import office_engine
from ordino.office.forms import NotUnderstood
from ordino.office.new_order.figures import Figures, RowFigures, figures
from ordino.office.new_order.sheet import ADDRESS_FIELDS, Sheet, SheetLine, service_key, weight_grams
from ordino.office.people import actor_of, page
from ordino.orders.commands import DraftOrder, OrderAccepted, PlaceOrder
from ordino.parties.commands import AddressEntry, RegisterCustomer, RegisteredCustomer
from ordino.parties.decide.address import PostalAddress
from ordino.parties.queries import addresses, customers_by_id, list_customers
from ordino.parties.rows import CustomerRow
from ordino.quotes.commands import DraftQuote, QuoteResult

_FOUND = 8
_TOKEN_BYTES = 8
_QUOTED_DAYS = 30


class Known(NamedTuple):
    """What the sheet speaks of, as it is known now."""

    channels: Sequence[ChannelRow]
    channel: ChannelRow | None
    customer: CustomerRow | None
    customers: Sequence[CustomerRow]
    skus: Mapping[str, FoundSku]
    found: Sequence[SkuRow]
    available: Mapping[str, Availability]
    services: Sequence[RateRow]


class Row(NamedTuple):
    """A row of the sheet with what is known of its SKU, and its figures where they could be reckoned."""

    line: SheetLine
    sku: SkuRow | None
    available: Availability | None
    figures: RowFigures | None


@require_http_methods(["GET", "HEAD", "POST"])
@page("orders.place_order")
def new_order(request: HttpRequest) -> HttpResponse:
    """The sheet; `do` says what was asked of it, and nothing is written before `place`, `draft` or `quote`."""
    actor = actor_of(request)
    typed = {name: str(value) for name, value in (request.POST or request.GET).items()}
    valid_until = (office_engine().clock() + timedelta(days=_QUOTED_DAYS)).date().isoformat()
    sheet = Sheet({"token": token_hex(_TOKEN_BYTES), "valid_until": valid_until, **typed})
    do = sheet.text("do")
    with office_engine().reader() as reader:
        sheet = _changed(reader, sheet, do)
        known = _known(reader, sheet)
    command = _command(sheet, known)
    problem = command if isinstance(command, Problem) else None
    outcome: Outcome | None = None
    if isinstance(command, PlaceOrder) and known.channel is not None:
        if do in ("place", "draft", "quote") and request.method == "POST":
            outcome = _carry_out(command, sheet, do, actor)
            if isinstance(outcome, Completed | Replayed):
                return _to_order(request, outcome)
        else:
            outcome = office_engine().preview([command], actor=actor)[0]
    if isinstance(outcome, Refused):
        problem = outcome.problem
    reckoned = None
    if isinstance(outcome, Completed) and isinstance(command, PlaceOrder) and known.channel is not None:
        inside = known.channel.prices_include_tax
        reckoned = figures(command, sheet.lines(), outcome, tax_inside=inside)
    whole = "new_order/sheet.html" if "HX-Request" in request.headers else "new_order/page.html"
    return render(request, whole, _context(sheet, known, reckoned, problem, actor, do))


def _changed(reader: Reader, sheet: Sheet, do: str) -> Sheet:
    """The sheet after what was asked of it."""
    name, _, argument = do.partition(":")
    if name == "add":
        return sheet.adding(argument)
    if name == "enter" and sheet.text("find"):
        exact = skus_by_code(reader, [sheet.text("find")]).get(sheet.text("find"))
        return sheet.adding(exact.code) if exact is not None else sheet
    if name == "remove" and argument.isdigit():
        return sheet.without(int(argument))
    if name == "someone-else":
        return sheet.with_fields({"customer_id": "", "name": "", "email": "", **dict.fromkeys(ADDRESS_FIELDS, "")})
    if name == "customer" and argument.isdigit():
        found = customers_by_id(reader, [int(argument)]).get(int(argument))
        if found is not None:
            return sheet.for_customer(found, addresses(reader, [found.id]).get(found.id, []))
    return sheet


def _known(reader: Reader, sheet: Sheet) -> Known:
    channels = list_channels(reader)
    usual = next((one for one in channels if one.kind != "marketplace"), next(iter(channels), None))
    channel = next((one for one in channels if one.code == sheet.text("channel")), usual)
    customer_id = sheet.text("customer_id")
    keys = [int(customer_id)] if customer_id.isdigit() and len(customer_id) < 19 else []
    customer = next(iter(customers_by_id(reader, keys).values()), None) if keys else None
    who, find = sheet.text("who"), sheet.text("find")
    codes = [line.sku for line in sheet.lines()]
    found = search_skus(reader, find, limit=_FOUND)
    asked = sorted({*codes, *(sku.code for sku in found)})
    at = office_engine().clock()
    available = availability(reader, asked, channel=channel.code, at=at) if channel is not None and asked else []
    skus = skus_by_code(reader, codes) if codes else {}
    return Known(
        channels,
        channel,
        customer,
        list_customers(reader, text=who, window=Window(_FOUND)) if who else [],
        skus,
        found,
        {one.sku: one for one in available},
        _services(reader, sheet, skus, channel),
    )


def _services(reader: Reader, sheet: Sheet, skus: Mapping[str, FoundSku], channel: ChannelRow | None) -> list[RateRow]:
    """The services that carry the goods as one parcel from the first location to the address."""
    country = sheet.text("country").upper()
    location = next(iter(fulfilling_locations(reader)), None)
    if channel is None or location is None or not country or not sheet.lines():
        return []
    return shipping_options(
        rates(reader, [Lane(location.country, country)]),
        from_country=location.country,
        to_country=country,
        parcels=[ParcelSize(weight_grams(sheet.lines(), skus))],
        currency=channel.currency,
    )


def _command(sheet: Sheet, known: Known) -> PlaceOrder | Problem | None:
    """The order, once there is something in it."""
    if known.channel is None:
        return InvalidInput(field="channel", reason="there is no channel yet; an order needs one.")
    if not sheet.lines():
        return None
    try:
        return sheet.command(known.channel, known.skus, known.services)
    except NotUnderstood as wrong:
        return wrong.problem


def _carry_out(command: PlaceOrder, sheet: Sheet, do: str, actor: Actor) -> Outcome:
    """Place it, keep it as a draft, or offer it; the sheet's token is the key, so that a second submit answers the first."""
    engine = office_engine()
    key = f"office/{sheet.text('token')}"
    if "register" in sheet and command.customer_id is None:
        registered = engine.execute([_registration(sheet)], actor=actor, keys=[f"{key}/customer"])[0]
        if isinstance(registered, Refused):
            return registered
        assert isinstance(registered.result, RegisteredCustomer)
        command = structs.replace(command, customer_id=registered.result.customer_id)
    if do == "quote":
        try:
            offer = DraftQuote(order=command, valid_until=sheet.day("valid_until"))
        except NotUnderstood as wrong:
            return Refused(wrong.problem)
        return engine.execute([offer], actor=actor, keys=[f"{key}/quote"])[0]
    if do == "draft":
        return engine.execute([DraftOrder(order=command)], actor=actor, keys=[f"{key}/draft"])[0]
    return engine.execute([command], actor=actor, keys=[key])[0]


def _registration(sheet: Sheet) -> RegisterCustomer:
    to = sheet.ship_to()
    address = PostalAddress(
        to.recipient, to.company, to.street, to.district, to.city, to.region, to.postal_code, to.country
    )
    entry = AddressEntry(address=address, phone=to.phone, is_default=True)
    return RegisterCustomer(
        name=sheet.text("name"),
        email=sheet.text("email"),
        phone=sheet.text("phone"),
        country=to.country,
        addresses=(entry,) if to.country else (),
    )


def _to_order(request: HttpRequest, outcome: Completed | Replayed) -> HttpResponse:
    if isinstance(outcome.result, QuoteResult):
        address = reverse("quote", args=[outcome.result.quote_id])
    else:
        assert isinstance(outcome.result, OrderAccepted)
        address = reverse("order", args=[outcome.result.order_id])
    return HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)


def _context(
    sheet: Sheet, known: Known, reckoned: Figures | None, problem: Problem | None, actor: Actor, do: str
) -> dict[str, object]:
    lines = sheet.lines()
    of_row = reckoned.rows if reckoned is not None else [None] * len(lines)
    return {
        "sheet": sheet.fields(),
        "known": known,
        "rows": [
            Row(line, known.skus.get(line.sku), known.available.get(line.sku), row)
            for line, row in zip(lines, of_row, strict=True)
        ],
        "services": [(service_key(one), one) for one in known.services],
        "found": [(sku, known.available.get(sku.code)) for sku in known.found],
        "figures": reckoned,
        "problem": problem,
        "may_quote": actor.may(DraftQuote.permission()),
        "may_register": actor.may(RegisterCustomer.permission()),
        "added": do.startswith(("add:", "customer:")) or (do == "enter" and not sheet.text("find")),
    }
