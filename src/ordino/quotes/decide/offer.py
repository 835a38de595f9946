"""Decide what a revision offers: an order that could be placed now, with its prices written down. Pure."""

from datetime import date, datetime, time, timedelta

from msgspec import structs

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.time import moment_of
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.agreed_prices import with_agreed_prices
from ordino.orders.decide.place_order import PlacementFacts, decide_placement


class Offer(Record, frozen=True):
    """An order as it will be placed, what it comes to, and until when."""

    order: PlaceOrder
    channel_id: int
    customer_id: int | None
    customer_name: str
    total_minor: int
    currency: str
    valid_until: date
    expires_at: datetime


def decide_offer(
    order: PlaceOrder, valid_until: date, facts: PlacementFacts, time_zone: str, *, now: datetime
) -> Offer | Problem:
    """The offer, valid to the end of the day in the time zone; what could not be placed now cannot be offered."""
    if order.external_reference is not None:
        return InvalidInput(field="order.external_reference", reason="the order of a quote is named by its quote.")
    if order.placed_at is not None:
        return InvalidInput(field="order.placed_at", reason="the order of a quote is placed when it is accepted.")
    expires_at = _end_of(valid_until, time_zone)
    if expires_at is None or expires_at <= now:
        return InvalidInput(field="valid_until", reason=f"{valid_until} is no day on which it could be accepted.")
    placement = decide_placement(order, facts, now=now)
    if isinstance(placement, Problem):
        return placement
    channel = facts.channels[order.channel]
    found = facts.customer_of(order, channel)
    customer = None if isinstance(found, Problem) else found
    return Offer(
        with_agreed_prices(order, facts, now=now),
        channel.id,
        customer.id if customer is not None else None,
        order.customer_name or (customer.name if customer is not None else ""),
        placement.priced.total_minor,
        placement.priced.currency,
        valid_until,
        expires_at,
    )


def _end_of(day: date, time_zone: str) -> datetime | None:
    try:
        return moment_of(day + timedelta(days=1), time(), time_zone)
    except OverflowError:
        return None


def order_of(order: PlaceOrder, reference: str) -> PlaceOrder:
    """The order of an accepted revision: with the reference that makes it the only one."""
    return structs.replace(order, external_reference=reference)
