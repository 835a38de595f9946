"""Decide a placement: lines known and taken apart, priced by rules or as stated, verified. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from msgspec import structs

from ordino.catalog.decide.price import PriceTable
from ordino.kernel.money import minor_digits
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.rates import price_in_basis
from ordino.kernel.shares import share
from ordino.network.decide.tax import TaxTable
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.placement_rows import (
    ChannelFacts,
    ComponentFacts,
    CustomerFacts,
    LineToPlace,
    Placement,
    SkuFacts,
)
from ordino.orders.decide.price_input import find_pricing_problem
from ordino.orders.decide.price_order import goods_minor, price_order
from ordino.orders.decide.pricing_rows import (
    ChargeToPrice,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
)
from ordino.orders.decide.verify_order import find_holds
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine

MAXIMUM_LINES = 5000
NO_TAX = Decimal(0)


class PlacementFacts:
    """What a batch of placements has read, by key."""

    def __init__(
        self,
        *,
        channels: dict[str, ChannelFacts],
        skus: dict[str, SkuFacts],
        components: dict[int, tuple[ComponentFacts, ...]],
        customers: dict[int, CustomerFacts],
        customers_by_reference: dict[tuple[int, str], CustomerFacts],
        prices: PriceTable,
        taxes: TaxTable,
    ) -> None:
        self.channels = channels
        self.skus = skus
        self.components = components
        self.customers = customers
        self.customers_by_reference = customers_by_reference
        self.prices = prices
        self.taxes = taxes

    def customer_of(self, command: PlaceOrder, channel: ChannelFacts) -> CustomerFacts | NotFound | None:
        if command.customer_id is not None:
            found = self.customers.get(command.customer_id)
            return found or NotFound(what="customer", reference=str(command.customer_id))
        if command.customer_reference is not None:
            found = self.customers_by_reference.get((channel.id, command.customer_reference))
            return found or NotFound(what=f"customer of {channel.code}", reference=command.customer_reference)
        return None

    def use_credit(self, command: PlaceOrder, total_minor: int) -> None:
        """Count an accepted order on invoice, so that the next one of the batch sees less credit."""
        channel = self.channels[command.channel]
        customer = self.customer_of(command, channel)
        if command.payment_terms != "on_invoice" or customer is None or isinstance(customer, Problem):
            return
        if customer.credit_currency != (command.currency or channel.currency):
            return
        used = structs.replace(customer, credit_used_minor=customer.credit_used_minor + total_minor)
        self.customers[customer.id] = used
        if command.customer_reference is not None:
            self.customers_by_reference[channel.id, command.customer_reference] = used


def decide_placement(command: PlaceOrder, facts: PlacementFacts, *, now: datetime) -> Placement | Problem:
    """The priced and verified order, or the problem that makes it impossible to accept at all."""
    channel = facts.channels.get(command.channel)
    if channel is None:
        return NotFound(what="channel", reference=command.channel)
    customer = facts.customer_of(command, channel)
    if isinstance(customer, Problem):
        return customer
    if not command.lines:
        return InvalidInput(field="lines", reason="an order needs at least one line.")
    if len(command.lines) > MAXIMUM_LINES:
        return InvalidInput(field="lines", reason=f"an order takes at most {MAXIMUM_LINES} lines.")
    lines = _lines_to_place(command, facts, channel, customer, day=(command.placed_at or now).date())
    if isinstance(lines, Problem):
        return lines
    to_price = _order_to_price(command, channel, lines)
    problem = find_pricing_problem(to_price)
    if problem is not None:
        return problem
    priced = price_order(to_price)
    due_at = _payment_due_at(command, channel, now)
    holds = find_holds(command, lines, priced, customer, payment_due_at=due_at)
    return Placement(lines, priced, holds, due_at)


def _payment_due_at(command: PlaceOrder, channel: ChannelFacts, now: datetime) -> datetime | None:
    if command.payment_terms != "prepaid" or channel.payment_minutes is None:
        return None
    return now + timedelta(minutes=channel.payment_minutes)


def _lines_to_place(
    command: PlaceOrder,
    facts: PlacementFacts,
    channel: ChannelFacts,
    customer: CustomerFacts | None,
    *,
    day: date,
) -> tuple[LineToPlace, ...] | Problem:
    currency = command.currency or channel.currency
    placed: list[LineToPlace] = []
    for position, line in enumerate(command.lines, 1):
        sku = facts.skus.get(line.sku)
        known_rate = tax_rate_of(command, line, sku, facts, day)
        rate = NO_TAX if known_rate is None else known_rate
        unit_price = unit_price_of(line, sku, rate, facts, channel, customer, currency, day)
        if unit_price is None:
            return InvalidInput(
                field=f"lines.{position}.unit_price",
                reason=f"no price of {line.sku} in {currency} is known for this channel; give one.",
            )
        components = facts.components.get(sku.id, ()) if sku is not None and sku.kind == "bundle" else ()
        if components:
            whole = LineToPrice(position, line.quantity, unit_price, rate)
            problem = find_pricing_problem(OrderToPrice(currency, channel.prices_include_tax, (whole,)))
            if problem is not None:
                return problem
        parts = _apart(line, sku, unit_price, rate, components, len(placed) + 1, currency)
        placed.extend(parts if known_rate is not None else (structs.replace(part, tax_known=False) for part in parts))
    return tuple(placed)


def unit_price_of(
    line: OrderedLine,
    sku: SkuFacts | None,
    rate: Decimal,
    facts: PlacementFacts,
    channel: ChannelFacts,
    customer: CustomerFacts | None,
    currency: str,
    day: date,
) -> Decimal | None:
    """The given price, else the customer's list's, else the channel's list's; with or without tax as the channel prices."""
    if line.unit_price is not None:
        return line.unit_price
    lists = (customer.price_list_id if customer is not None else None, channel.price_list_id)
    for price_list_id in lists:
        if sku is not None and price_list_id is not None:
            price = facts.prices.price(
                price_list_id=price_list_id,
                sku_id=sku.id,
                customer_id=customer.id if customer is not None else None,
                quantity=line.quantity,
                day=day,
            )
            if price is not None and price.currency == currency:
                return price_in_basis(
                    price.unit_price,
                    rate,
                    includes_tax=price.includes_tax,
                    wanted_with_tax=channel.prices_include_tax,
                )
    return None


def tax_rate_of(
    command: PlaceOrder, line: OrderedLine, sku: SkuFacts | None, facts: PlacementFacts, day: date
) -> Decimal | None:
    """The rate given, else the one of the destination and the SKU's category; an order priced elsewhere keeps its own.

    None where the destination taxes, but not this category: a person has to say what holds.
    """
    if line.tax_rate is not None:
        return line.tax_rate
    if command.priced_elsewhere or sku is None:
        return NO_TAX
    place = command.ship_to
    rate = facts.taxes.rate(country=place.country, region=place.region, category=sku.tax_category, day=day)
    return NO_TAX if rate is None and not facts.taxes.taxes(place.country) else rate


def _apart(
    line: OrderedLine,
    sku: SkuFacts | None,
    unit_price: Decimal,
    rate: Decimal,
    components: tuple[ComponentFacts, ...],
    number: int,
    currency: str,
) -> Iterator[LineToPlace]:
    """The line itself, or the lines of a bundle's components, which share the bundle's money by their quantities."""
    if not components:
        yield LineToPlace(
            number,
            sku,
            line.sku,
            line.description or (sku.name if sku is not None else ""),
            line.quantity,
            unit_price,
            sku.tax_category if sku is not None else "standard",
            rate,
            stated_discount_minor=line.discount_minor,
            stated_tax_minor=line.tax_minor,
        )
        return
    goods = goods_minor(LineToPrice(number, line.quantity, unit_price), minor_digits(currency))
    weights = [component.quantity for component in components]
    goods_shares = share(goods, weights)
    discount_shares = share(line.discount_minor, goods_shares)
    tax_shares = [None] * len(weights) if line.tax_minor is None else share(line.tax_minor, goods_shares)
    for offset, (component, goods_part, discount_part, tax_part) in enumerate(
        zip(components, goods_shares, discount_shares, tax_shares, strict=True)
    ):
        quantity = component.quantity * line.quantity
        yield LineToPlace(
            number + offset,
            component.sku,
            component.sku.code,
            component.sku.name,
            quantity,
            _price_of_unit(goods_part, quantity, component.sku.quantity_scale, currency),
            component.sku.tax_category,
            rate,
            bundle=line.sku,
            stated_goods_minor=goods_part,
            stated_discount_minor=discount_part,
            stated_tax_minor=tax_part,
        )


def _price_of_unit(goods: int, quantity: int, quantity_scale: int, currency: str) -> Decimal:
    per_unit = Decimal(goods).scaleb(quantity_scale - minor_digits(currency)) / quantity
    return per_unit.quantize(Decimal("0.000001"))


def _order_to_price(command: PlaceOrder, channel: ChannelFacts, lines: tuple[LineToPlace, ...]) -> OrderToPrice:
    return OrderToPrice(
        command.currency or channel.currency,
        channel.prices_include_tax,
        tuple(
            [
                LineToPrice(
                    line.number,
                    line.quantity,
                    line.unit_price,
                    line.tax_rate,
                    line.tax_category,
                    line.sku.quantity_scale if line.sku is not None else 0,
                    line.stated_goods_minor,
                    line.stated_discount_minor,
                    line.stated_tax_minor,
                )
                for line in lines
            ]
        ),
        tuple([_discount(discount) for discount in command.discounts]),
        tuple([_charge(charge) for charge in command.charges]),
        channel.tax_rounding,
    )


def _discount(discount: OrderedDiscount) -> DiscountToApply:
    return DiscountToApply(
        discount.label,
        discount.percent,
        discount.amount_minor or 0,
        discount.code,
        "shipping" if discount.on_shipping else "goods",
        discount.lines,
    )


def _charge(charge: OrderedCharge) -> ChargeToPrice:
    return ChargeToPrice(
        charge.kind,
        charge.label,
        charge.amount_minor,
        "goods" if charge.tax_rate is None else "own",
        charge.tax_rate or NO_TAX,
        stated_tax_minor=charge.tax_minor,
    )
