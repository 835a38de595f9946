"""Orders priced elsewhere keep their figures; a difference is named, never corrected."""

from decimal import Decimal

from ordino.orders.decide.price_order import STATED_DISCOUNT_LABEL, price_order
from ordino.orders.decide.price_stated import check_stated_totals
from ordino.orders.decide.pricing_rows import (
    ChargeToPrice,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
    PricedOrder,
    StatedDifference,
    StatedTotals,
)


def stated_order() -> PricedOrder:
    """Two lines at 20 % inside: the channel rounded each line's tax and took 5.00 off the first line."""
    lines = (
        LineToPrice(1, 2, Decimal("19.99"), Decimal(20), stated_discount_minor=500, stated_tax_minor=583),
        LineToPrice(2, 1, Decimal("7.99"), Decimal(20), stated_tax_minor=134),
    )
    shipping = ChargeToPrice("shipping", "Parcel", 600, stated_tax_minor=100)
    return price_order(OrderToPrice("GBP", True, lines, charges=(shipping,)))


def test_stated_discounts_and_taxes_are_kept() -> None:
    priced = stated_order()
    assert [(line.amount_minor, line.tax_minor) for line in priced.lines] == [(3498, 583), (799, 134)]
    assert priced.charges[0].tax_minor == 100
    assert (priced.total_minor, priced.tax_minor) == (4897, 817)


def test_stated_line_discounts_are_a_discount_of_the_order() -> None:
    (discount,) = stated_order().discounts
    assert (discount.label, discount.amount_minor) == (STATED_DISCOUNT_LABEL, 500)


def test_a_line_amount_the_channel_states_is_kept() -> None:
    line = LineToPrice(1, 3, Decimal("3.333333"), stated_goods_minor=999)
    assert price_order(OrderToPrice("EUR", True, (line,))).total_minor == 999


def test_taxes_not_stated_are_computed_by_our_rule() -> None:
    lines = (
        LineToPrice(1, 1, Decimal("10.00"), Decimal(20), stated_tax_minor=166),
        LineToPrice(2, 1, Decimal("10.00"), Decimal(20)),
    )
    priced = price_order(OrderToPrice("EUR", True, lines))
    assert [line.tax_minor for line in priced.lines] == [166, 167]


def test_an_order_discount_of_the_channel_is_shared_to_the_lines() -> None:
    lines = (LineToPrice(1, 1, Decimal("50.00")), LineToPrice(2, 1, Decimal("10.00")))
    off = DiscountToApply("SAVE10", amount_minor=1000, code="SAVE10")
    priced = price_order(OrderToPrice("EUR", True, lines, (off,)))
    assert [line.discount_minor for line in priced.lines] == [833, 167]


def test_totals_that_add_up_differ_in_nothing() -> None:
    stated = StatedTotals(4897, goods_minor=4797, discount_minor=500, shipping_minor=600, fee_minor=0, tax_minor=817)
    assert check_stated_totals(stated_order(), stated) == ()


def test_what_is_not_stated_is_not_compared() -> None:
    assert check_stated_totals(stated_order(), StatedTotals()) == ()


def test_a_total_that_does_not_add_up_is_named_with_its_difference() -> None:
    (difference,) = check_stated_totals(stated_order(), StatedTotals(total_minor=4900, tax_minor=817))
    assert difference == StatedDifference("total", 4900, 4897)
    assert difference.difference_minor == 3
