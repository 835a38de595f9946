"""Prices that were agreed before an order is placed: written into its lines, so that it comes to the same later. Pure."""

from datetime import datetime

from msgspec import structs

from ordino.kernel.problems import Problem
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.place_order import NO_TAX, PlacementFacts, tax_rate_of, unit_price_of


def with_agreed_prices(command: PlaceOrder, facts: PlacementFacts, *, now: datetime) -> PlaceOrder:
    """The order with the currency, prices and tax rates that hold at `now`; a rate that nobody knows stays open.

    The order must be one that `decide_placement` accepts.
    """
    channel = facts.channels[command.channel]
    found = facts.customer_of(command, channel)
    customer = None if isinstance(found, Problem) else found
    currency = command.currency or channel.currency
    day = (command.placed_at or now).date()
    lines = []
    for line in command.lines:
        sku = facts.skus.get(line.sku)
        rate = tax_rate_of(command, line, sku, facts, day)
        price = unit_price_of(line, sku, rate or NO_TAX, facts, channel, customer, currency, day)
        lines.append(structs.replace(line, unit_price=price, tax_rate=rate))
    return structs.replace(command, currency=currency, lines=tuple(lines))
