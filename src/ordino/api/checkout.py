"""What a checkout asks, in one request: what a cart would come to with tax, what is there, when it arrives, what shipping costs.

The cart is asked as the order it would become, by the code that places one, and rolled back; so what is told is what would be done.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import msgspec

from ordino.api.answers import Refuse, answer, refusal
from ordino.api.operations import operations
from ordino.api.ownership import check_command
from ordino.api.requests import check_lists, decode, read_body
from ordino.api.service import Service
from ordino.api.web import Answer, Web
from ordino.catalog.queries import skus_by_code
from ordino.catalog.rows import FoundSku
from ordino.engine import Completed, Reader
from ordino.inventory.queries import availability
from ordino.kernel.messages import Event, Record, Refused
from ordino.kernel.problems import InvalidInput
from ordino.network.decide.calendar import deliver_by
from ordino.network.decide.rate import ParcelSize, RateRow, shipping_options
from ordino.network.queries import locations_by_id, rates
from ordino.network.rows import Lane
from ordino.orders.commands import PlaceOrder
from ordino.orders.events import OrderPlaced
from ordino.orders.rows import PlacedLine
from ordino.sourcing.decide.promises import Promise
from ordino.sourcing.events import OrderSourced


class PromisedPart(Record, frozen=True):
    """So many units from a source (`stock`, `incoming`, `transit`, `unknown`), shipped and delivered by these days; null
    where a day is not known.
    """

    quantity: int
    source: str
    ship_by: date | None
    deliver_by: date | None


class QuotedLine(Record, frozen=True):
    """A line of the cart: what the channel may sell of its SKU now, its money with tax, and its promise part by part."""

    number: int
    sku: str
    quantity: int
    available: int
    amount_minor: int
    tax_rate: Decimal
    tax_minor: int
    promises: list[PromisedPart]


class ShippingChoice(Record, frozen=True):
    """A service, its cost in minor units, and the day it would arrive (null where the day of shipping is not known)."""

    carrier: str
    service: str
    amount_minor: int
    transit_days: int
    deliver_by: date | None


class QuotedParcel(Record, frozen=True):
    """What would leave one location together, by when, and the services that carry it, the cheapest first."""

    location: str
    weight_grams: int
    ship_by: date | None
    options: list[ShippingChoice]


class CheckoutQuote(Record, frozen=True):
    """What the cart would come to as an order placed now. `holds` names what it would have to wait for."""

    currency: str
    total_minor: int
    tax_minor: int
    lines: list[QuotedLine]
    parcels: list[QuotedParcel]
    holds: list[str]


def body_shape() -> type[msgspec.Struct]:
    """A cart is what placing an order takes."""
    return next(operation.body for operation in operations() if operation.command is PlaceOrder)


async def quote_checkout(service: Service, request: Web) -> Answer:
    """Availability, promise, shipping options and tax for a cart and an address; nothing is changed."""
    caller = await service.keyring.admit(request)
    caller.must(PlaceOrder.permission())
    body = await read_body(request, service.limits.body_bytes, service.body_patience)
    cart = decode(_decoder(), body)
    check_lists(cart, len(body), service.limits.list_items)
    order = PlaceOrder(**{name: getattr(cart, name) for name in cart.__struct_fields__})
    channel = caller.channel
    if channel is not None:
        problem = await service.read(lambda reader: check_command(reader, order, channel))
        if problem is not None:
            raise Refuse(problem)
    (outcome,) = await service.preview([order], caller.actor)
    if isinstance(outcome, Refused):
        return refusal(outcome.problem)
    if not isinstance(outcome, Completed):  # the cart names an order that was placed already
        raise Refuse(InvalidInput(field="external_reference", reason="belongs to an order that was placed already."))
    events = [told.event for told in outcome.events]
    now = service.engine.clock()
    return answer(msgspec.json.encode(await service.read(lambda reader: _quote(reader, events, now))))


@cache
def _decoder() -> "msgspec.json.Decoder[msgspec.Struct]":
    return msgspec.json.Decoder(body_shape())


def _quote(reader: Reader, events: Sequence[Event], now: datetime) -> CheckoutQuote:
    placed = next(event for event in events if isinstance(event, OrderPlaced))
    promises = [promise for event in events if isinstance(event, OrderSourced) for promise in event.promises]
    codes = sorted({line.sku for line in placed.lines})
    sellable = {row.sku: row.quantity for row in availability(reader, codes, channel=placed.channel, at=now)}
    return CheckoutQuote(
        currency=placed.currency,
        total_minor=placed.total_minor,
        tax_minor=sum(line.tax_minor for line in placed.lines),
        lines=[_line(line, sellable.get(line.sku, 0), promises) for line in placed.lines],
        parcels=_parcels(reader, placed, promises),
        holds=[hold.reason for hold in placed.holds],
    )


def _line(line: PlacedLine, available: int, promises: Sequence[Promise]) -> QuotedLine:
    parts = [
        PromisedPart(promise.quantity, promise.source, promise.ship_by, promise.deliver_by)
        for promise in promises
        if promise.line_number == line.number
    ]
    return QuotedLine(
        line.number, line.sku, line.quantity, available, line.amount_minor, line.tax_rate, line.tax_minor, parts
    )


def _parcels(reader: Reader, placed: OrderPlaced, promises: Sequence[Promise]) -> list[QuotedParcel]:
    """One parcel for each location that units would leave from; what no location is known for is left out."""
    places = sorted({promise.location_id for promise in promises if promise.location_id is not None})
    locations = locations_by_id(reader, places)
    lines = {line.number: line for line in placed.lines}
    skus = skus_by_code(reader, sorted({line.sku for line in placed.lines}))
    table = rates(reader, [Lane(row.country, placed.ship_to.country) for row in locations.values()])
    parcels: list[QuotedParcel] = []
    for place in places:
        parts = [promise for promise in promises if promise.location_id == place]
        grams = sum(_grams(lines[part.line_number], part.quantity, skus) for part in parts)
        days = [part.ship_by for part in parts]
        ship_by = None if None in days else max(day for day in days if day is not None)
        options = shipping_options(
            table,
            from_country=locations[place].country,
            to_country=placed.ship_to.country,
            parcels=[ParcelSize(grams)],
            currency=placed.currency,
        )
        parcels.append(
            QuotedParcel(locations[place].code, grams, ship_by, [_choice(rate, ship_by) for rate in options])
        )
    return parcels


def _grams(line: PlacedLine, quantity: int, skus: Mapping[str, FoundSku]) -> int:
    """What units weigh, rounded up; 0 where it is not known."""
    sku = skus.get(line.sku)
    return 0 if sku is None else -(-sku.weight_grams * quantity // 10**line.quantity_scale)


def _choice(rate: RateRow, ship_by: date | None) -> ShippingChoice:
    arrives = None if ship_by is None else deliver_by(ship_by, rate.transit_days)
    return ShippingChoice(rate.carrier, rate.service, rate.amount_minor, rate.transit_days, arrives)
