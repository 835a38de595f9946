"""Carts as most peers state them, translated to what Ordino prices."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from ordino.kernel.money import exact_minor, major
from ordino.kernel.rates import percent_of, price_in_basis, scaled, tax_inside
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import (
    ChargeToPrice,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
    PricedOrder,
    TaxRounding,
)
from tests.peers.cases import Facts, NotOffered, PeerCase, as_list, number, only_known

ROUNDING_OF_POLICY: dict[str, TaxRounding] = {"line": "line", "per line": "line", "unit": "unit", "total": "total"}


def order_of(case: PeerCase) -> OrderToPrice:
    """The cart of a case as an order to price, its discounts translated."""
    facts = dict(case.inputs)
    _check_known(facts)
    facts["currency"] = facts.get("currency", facts.get("display_currency", "EUR"))
    included = _prices_include_tax(facts)
    lines = tuple(_line(position, line, facts, included) for position, line in enumerate(_lines(facts), 1))
    order = OrderToPrice(facts["currency"], included, lines, (), tuple(_charges(facts, included)), _rounding(case))
    for discount in _discounts(facts, order):
        order = replace(order, discounts=(*order.discounts, discount))
    return order


def price_cart(case: PeerCase) -> PricedOrder:
    return price_order(order_of(case))


def goods_left(order: OrderToPrice) -> int:
    """What the goods cost after the discounts applied so far."""
    return sum(line.amount_minor for line in price_order(order).lines)


def capped(discount: DiscountToApply, order: OrderToPrice, cap_minor: int) -> DiscountToApply:
    """The discount, or the fixed amount that caps it where it would take more."""
    taken = price_order(replace(order, discounts=(*order.discounts, discount))).discounts[-1].amount_minor
    return discount if taken <= cap_minor else replace(discount, percent=None, amount_minor=cap_minor)


def _check_known(facts: Facts) -> None:
    only_known(
        facts,
        *("lines", "unit_prices", "currency", "prices_include_tax", "tax_rate", "refund_qty", "compound"),
        *("shipping", "shipping_minor", "shipping_tax_rate", "shipping_taxable", "shipping_discount", "free_shipping"),
        *("fees", "surcharge", "base_currency", "display_currency", "exchange_rate", "tax_after_discount"),
        *("order_discount", "order_discount_amount", "order_discounts_amount", "order_discount_amount_net"),
        *(
            "order_discounts_percent",
            "order_discount_percent",
            "order_discount_minor",
            "coupon_percent",
            "line_discount_percent",
        ),
        *("item_discount_percent", "item_discount_percent_for_unit_price_minor", "tiers", "offer", "rule"),
    )
    if facts.get("tax_after_discount") is False:
        raise NotOffered("tax before discounts")


def _rounding(case: PeerCase) -> TaxRounding:
    """The tax rounding a case declares; NotOffered for roundings Ordino has not."""
    policy = case.policy
    if policy.get("mode", "HALF_UP") != "HALF_UP":
        raise NotOffered("a rounding mode other than half up")
    if str(policy.get("rounding", "")).startswith("HALF_UP per line"):
        return "line"
    stated: str = policy.get("rounding_level") or policy.get("rounding_policy") or "total"
    if "gross adjusts" in stated:
        raise NotOffered("a gross that moves with the tax")
    return ROUNDING_OF_POLICY.get(stated, "total")


def _lines(facts: Facts) -> list[Facts]:
    if "unit_prices" in facts:
        return [{"unit_price": price, "qty": 1} for price in facts["unit_prices"]]
    lines: list[Facts] = facts["lines"]
    return lines


def _prices_include_tax(facts: Facts) -> bool:
    if "prices_include_tax" in facts:
        return bool(facts["prices_include_tax"])
    stated = [bool(line.get("price_includes_tax", "unit_price_gross" in line)) for line in _lines(facts)]
    return all(stated)


def _line(position: int, line: Facts, facts: Facts, included: bool) -> LineToPrice:
    only_known(
        line,
        *("unit_price", "unit_price_minor", "unit_price_gross", "qty", "tax_rate"),
        *("tax_rates", "price_includes_tax", "line_discount"),
    )
    if "tax_rates" in line:
        raise NotOffered("several tax rates on one line")
    rate = percent(line.get("tax_rate", facts.get("tax_rate", 0)))
    if "unit_price_minor" in line:
        price = major(int(line["unit_price_minor"]), facts["currency"])
    else:
        price = number(line.get("unit_price", line.get("unit_price_gross")))
    price *= number(facts.get("exchange_rate", 1))
    if "price_includes_tax" in line:
        price = price_in_basis(price, rate, includes_tax=line["price_includes_tax"], wanted_with_tax=included)
    return LineToPrice(
        position,
        int(line["qty"]),
        price,
        rate,
        stated_discount_minor=exact_minor(number(line.get("line_discount", 0)), facts["currency"]),
    )


def percent(fraction: Any) -> Decimal:
    """A tax rate stated as a fraction (0.19) in percent."""
    return number(fraction) * 100


def _charges(facts: Facts, included: bool) -> Iterator[ChargeToPrice]:
    currency = facts["currency"]
    for fee in facts.get("fees", ()):
        yield _charge("fee", exact_minor(number(fee["amount"]), currency), fee["tax_rate"])
    if surcharge := facts.get("surcharge"):
        amount, rate = int(surcharge["amount_minor"]), percent(surcharge["tax_rate"])
        if surcharge.get("price_includes_tax", included) and not included:
            amount -= tax_inside(amount, scaled(rate))
        yield _charge("fee", amount, surcharge["tax_rate"])
    for amount in as_list(facts.get("shipping_minor")):
        yield _charge("shipping", int(amount), facts.get("shipping_tax_rate"))
    for shipping in as_list(facts.get("shipping")):
        detailed = shipping if isinstance(shipping, dict) else {"amount": shipping}
        amount = exact_minor(number(detailed["amount"]) * number(facts.get("exchange_rate", 1)), currency)
        untaxed = facts.get("shipping_taxable") is False
        yield _charge("shipping", amount, 0 if untaxed else detailed.get("tax_rate"))


def _charge(kind: Any, amount_minor: int, tax_rate: Any) -> ChargeToPrice:
    if tax_rate is None:
        return ChargeToPrice(kind, kind, amount_minor)
    return ChargeToPrice(kind, kind, amount_minor, "own", percent(tax_rate))


def _discounts(facts: Facts, order: OrderToPrice) -> Iterator[DiscountToApply]:
    """The discounts in the order they apply: on items, on the order, on shipping."""
    yield from _item_discounts(facts, order)
    yield from _order_discounts(facts, order)
    if facts.get("free_shipping"):
        yield DiscountToApply("Free shipping", Decimal(100), applies_to="shipping")
    if "shipping_discount" in facts:
        yield DiscountToApply("Shipping", None, _minor(facts["shipping_discount"], facts), applies_to="shipping")


def _item_discounts(facts: Facts, order: OrderToPrice) -> Iterator[DiscountToApply]:
    for name in ("item_discount_percent", "line_discount_percent"):
        if name in facts:
            yield from each_line(order.lines, number(facts[name]))
    if chosen := facts.get("item_discount_percent_for_unit_price_minor"):
        price = major(int(chosen["price"]), order.currency)
        yield from each_line([line for line in order.lines if line.unit_price == price], number(chosen["percent"]))
    if tiers := facts.get("tiers"):
        goods = goods_left(order)
        reached = [tier for tier in tiers if _minor(tier["min_item_total"], facts) <= goods]
        if reached:
            best = max(reached, key=lambda tier: number(tier["min_item_total"]))
            yield from each_line(order.lines, number(best["percent"]))
    for rule in as_list(facts.get("rule")) + as_list(facts.get("offer")):
        only_known(rule, "min_count", "min_value", "percent")
        count = sum(line.quantity for line in order.lines)
        if count >= rule.get("min_count", 0) and goods_left(order) >= _minor(rule.get("min_value", 0), facts):
            yield from each_line(order.lines, number(rule["percent"]))


def each_line(lines: Sequence[LineToPrice], percent: Decimal) -> Iterator[DiscountToApply]:
    """A percent off each of the lines, rounded by line."""
    return (DiscountToApply("Item discount", percent, line_numbers=(line.number,)) for line in lines)


def _order_discounts(facts: Facts, order: OrderToPrice) -> Iterator[DiscountToApply]:
    for name in ("order_discount_percent", "order_discounts_percent", "coupon_percent"):
        for value in as_list(facts.get(name)):
            yield DiscountToApply("Order discount", number(value))
    for name in ("order_discount_amount", "order_discounts_amount", "order_discount_amount_net"):
        for value in as_list(facts.get(name)):
            yield DiscountToApply("Order discount", None, _minor(value, facts))
    for value in as_list(facts.get("order_discount_minor")):
        yield DiscountToApply("Order discount", None, int(value))
    if limited := facts.get("order_discount"):
        only_known(limited, "percent", "max_amount")
        discount = DiscountToApply("Order discount", number(limited["percent"]))
        yield capped(discount, order, _minor(limited["max_amount"], facts)) if "max_amount" in limited else discount


def _minor(amount: Any, facts: Facts) -> int:
    return exact_minor(number(amount), facts["currency"])


def with_tax(order: PricedOrder, amount_minor: int, tax_minor: int) -> int:
    return amount_minor if order.prices_include_tax else amount_minor + tax_minor


def without_tax(order: PricedOrder, amount_minor: int, tax_minor: int) -> int:
    return amount_minor - tax_minor if order.prices_include_tax else amount_minor


def tax_on(amount_minor: int, rate_percent: Decimal) -> int:
    return percent_of(amount_minor, scaled(rate_percent))
