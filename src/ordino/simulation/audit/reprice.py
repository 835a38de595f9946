"""Pricing an order again and comparing every share. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import structs

from ordino.kernel.shares import share
from ordino.orders.commands import PlaceOrder
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import (
    ChargeToPrice,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
    PricedOrder,
)
from ordino.orders.rows import OrderedCharge, OrderedDiscount, OrderedLine
from ordino.simulation.audit.priced_rows import LineRow, StoredMoney
from ordino.simulation.audit.report import Finding


class _LineMissing(ValueError):
    """A line that was asked for is not there."""


def differences_of_order(given: PlaceOrder, stored: StoredMoney) -> Iterator[Finding]:
    """Where the stored money differs from what pricing comes to; of several policies of rounding one must fit."""
    try:
        to_price = OrderToPrice(
            stored.currency,
            stored.prices_include_tax,
            tuple(_lines(given.lines, stored.lines, first=1)),
            tuple(_discount(discount) for discount in given.discounts),
            tuple(_charge(charge) for charge in given.charges),
        )
    except _LineMissing as missing:
        yield Finding(f"order {stored.order_id}", "lines", str(missing), "none")
        return
    yield from _fewest(to_price, stored)


def differences_of_addition(given: Sequence[OrderedLine], stored: StoredMoney, *, first: int) -> Iterator[Finding]:
    """Where the money of lines added later, from number `first` on, differs: each was priced without the order's discounts."""
    rest = list(stored.lines)
    for line in given:
        try:
            to_price = tuple(_lines([line], rest, first=first))
        except _LineMissing as missing:
            yield Finding(f"order {stored.order_id}", "lines", str(missing), "none")
            return
        mine, rest, first = rest[: len(to_price)], rest[len(to_price) :], first + len(to_price)
        order = OrderToPrice(stored.currency, stored.prices_include_tax, to_price)
        yield from _fewest(order, structs.replace(stored, lines=tuple(mine)), lines_only=True)


def _fewest(order: OrderToPrice, stored: StoredMoney, *, lines_only: bool = False) -> list[Finding]:
    first: list[Finding] | None = None
    for policy in stored.policies:
        try:
            priced = price_order(structs.replace(order, tax_rounding=policy))
        except ValueError as error:
            return [Finding(f"order {stored.order_id}", "prices", "figures that can be priced", str(error))]
        found = list(_compare_lines(priced, stored))
        if not lines_only:
            found += [*_compare_discounts(priced, stored), *_compare_charges(priced, stored)]
        if not found:
            return []
        first = found if first is None else first
    return first or []


def _lines(given: Sequence[OrderedLine], stored: Sequence[LineRow], *, first: int) -> Iterator[LineToPrice]:
    """The stored lines as they were to be priced; a given line that was a bundle is several of them."""
    rest = list(stored)
    for line in given:
        if not rest or rest[0].number != first:
            raise _LineMissing(f"line {first}")
        count = _parts(rest)
        first += count
        parts, rest = rest[:count], rest[count:]
        in_bundle = bool(parts[0].bundle)
        weights = [part.goods_minor for part in parts]
        discounts = share(line.discount_minor, weights) if in_bundle else [line.discount_minor]
        taxes: Sequence[int | None] = [None] * count
        if line.tax_minor is not None:
            taxes = share(line.tax_minor, weights) if in_bundle else [line.tax_minor]
        for part, discount, tax in zip(parts, discounts, taxes, strict=True):
            yield LineToPrice(
                part.number,
                part.ordered,
                part.unit_price,
                part.tax_rate,
                part.tax_category,
                part.quantity_scale,
                part.goods_minor if in_bundle else None,
                discount,
                tax,
            )


def _parts(rest: Sequence[LineRow]) -> int:
    """How many of the next stored lines belong together: one, or one for each component of a bundle."""
    bundle, components = rest[0].bundle, set[str]()
    if not bundle:
        return 1
    for part in rest:
        if part.bundle != bundle or part.sku in components:
            break
        components.add(part.sku)
    return len(components)


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
        charge.tax_rate or Decimal(0),
        stated_tax_minor=charge.tax_minor,
    )


def _compare_lines(priced: PricedOrder, stored: StoredMoney) -> Iterator[Finding]:
    found = {line.number: line for line in stored.lines}
    for line in priced.lines:
        row, thing = found[line.number], f"order {stored.order_id} line {line.number}"
        yield from _differing(thing, "goods_minor", line.goods_minor, row.goods_minor)
        yield from _differing(thing, "discount_minor", line.discount_minor, row.discount_minor)
        yield from _differing(thing, "amount_minor", line.amount_minor, row.amount_minor)
        yield from _differing(thing, "tax_minor", line.tax_minor, row.tax_minor)


def _compare_discounts(priced: PricedOrder, stored: StoredMoney) -> Iterator[Finding]:
    order = f"order {stored.order_id}"
    yield from _differing(order, "number of discounts", len(priced.discounts), len(stored.discounts))
    for number, (discount, row) in enumerate(zip(priced.discounts, stored.discounts, strict=False), 1):
        thing = f"{order} discount {number}"
        yield from _differing(thing, "amount_minor", discount.amount_minor, row.amount_minor)
        expected: dict[int, int] = {part.number: part.amount_minor for part in discount.shares}
        found = dict(row.shares)
        for part in sorted(expected.keys() | found.keys()):
            yield from _differing(thing, f"share of {part}", expected.get(part, 0), found.get(part, 0))


def _compare_charges(priced: PricedOrder, stored: StoredMoney) -> Iterator[Finding]:
    order = f"order {stored.order_id}"
    parts = [(number, part) for number, charge in enumerate(priced.charges, 1) for part in charge.parts]
    if not stored.merged:
        yield from _differing(order, "parts of charges", len(parts), len(stored.charges))
    for (number, part), row in zip(parts, stored.charges, strict=False):
        thing = f"{order} charge {number} at {part.tax_rate:f} %"
        yield from _differing(thing, "amount_minor", part.amount_minor, row.amount_minor)
        yield from _differing(thing, "tax_minor", part.tax_minor, row.tax_minor)


def _differing(thing: str, figure: str, expected: int, found: int) -> Iterator[Finding]:
    if expected != found:
        yield Finding(thing, figure, str(expected), str(found))
