"""Money invariants M1, M2, M6, M8 and M10 for any order."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ordino.orders.decide.price_input import find_pricing_problem
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import (
    ChargeTax,
    ChargeToPrice,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
)
from ordino.orders.decide.unit_shares import UnitsShare

percents = st.decimals(0, 100, places=2)
rates = st.sampled_from([Decimal(text) for text in ("0", "5", "7.7", "10", "19", "20", "25.5", "8.875")])


@st.composite
def lines_to_price(draw: st.DrawFn) -> tuple[LineToPrice, ...]:
    count = draw(st.integers(1, 6))
    return tuple(
        LineToPrice(
            number,
            draw(st.integers(1, 40)),
            draw(st.decimals(0, 2000, places=3)),
            draw(rates),
            draw(st.sampled_from(["standard", "reduced"])),
            draw(st.sampled_from([0, 0, 0, 1])),
        )
        for number in range(1, count + 1)
    )


@st.composite
def discounts_to_apply(draw: st.DrawFn) -> DiscountToApply:
    return DiscountToApply(
        "Discount",
        draw(st.none() | percents),
        draw(st.integers(0, 50_000)),
        applies_to=draw(st.sampled_from(["goods", "shipping"])),
        on_original=draw(st.booleans()),
    )


@st.composite
def charges_to_price(draw: st.DrawFn) -> ChargeToPrice:
    tax: ChargeTax = draw(st.sampled_from(["goods", "own", "none"]))
    if draw(st.booleans()):
        return ChargeToPrice("shipping", "Parcel", draw(st.integers(0, 5000)), tax, draw(rates))
    return ChargeToPrice("fee", "Fee", draw(st.integers(-2000, 5000)), tax, draw(rates))


orders = st.builds(
    OrderToPrice,
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.booleans(),
    lines_to_price(),
    st.lists(discounts_to_apply(), max_size=3).map(tuple),
    st.lists(charges_to_price(), max_size=3).map(tuple),
    st.sampled_from(["total", "line", "unit"]),
)


@given(orders)
def test_m1_the_total_is_the_sum_of_its_parts(order: OrderToPrice) -> None:
    priced = price_order(order)
    tax_on_top = 0 if order.prices_include_tax else priced.tax_minor
    paid = sum(line.amount_minor for line in priced.lines) + sum(charge.amount_minor for charge in priced.charges)
    assert priced.total_minor == paid + tax_on_top
    assert priced.total_minor == (
        priced.goods_minor - priced.discount_minor + priced.shipping_minor + priced.fee_minor + tax_on_top
    )


@given(orders)
def test_m2_every_share_adds_up(order: OrderToPrice) -> None:
    priced = price_order(order)
    taken = dict.fromkeys((line.number for line in priced.lines), 0)
    for discount in priced.discounts:
        assert sum(part.amount_minor for part in discount.shares) == discount.amount_minor
        for part in discount.shares:
            if discount.applies_to == "goods":
                taken[part.number] += part.amount_minor
    assert [taken[line.number] for line in priced.lines] == [line.discount_minor for line in priced.lines]
    for charge in priced.charges:
        assert sum(part.amount_minor for part in charge.parts) == charge.amount_minor
        assert sum(part.tax_minor for part in charge.parts) == charge.tax_minor
    parts = [line.tax_minor for line in priced.lines] + [charge.tax_minor for charge in priced.charges]
    assert sum(parts) == priced.tax_minor


@given(orders)
def test_no_line_or_shipping_costs_less_than_nothing(order: OrderToPrice) -> None:
    priced = price_order(order)
    assert all(line.amount_minor >= 0 and line.tax_minor >= 0 for line in priced.lines)
    assert all(charge.amount_minor >= 0 for charge in priced.charges if charge.kind == "shipping")


@given(orders)
def test_m10_net_and_tax_are_the_gross(order: OrderToPrice) -> None:
    priced = price_order(order)
    assert sum(group.net_minor + group.tax_minor for group in priced.taxes) == priced.total_minor


@given(orders, st.data())
def test_m6_returns_of_any_partition_give_back_exactly_the_line(order: OrderToPrice, data: st.DataObject) -> None:
    included = order.prices_include_tax
    for line in price_order(order).lines:
        already, back = 0, UnitsShare(0, 0, 0, 0, 0)
        while already < line.quantity:
            further = data.draw(st.integers(1, line.quantity - already))
            back = _plus(back, line.shares().of_units(already, further, prices_include_tax=included))
            already += further
        tax_on_top = 0 if included else line.tax_minor
        assert back == UnitsShare(
            line.goods_minor, line.discount_minor, line.amount_minor, line.tax_minor, line.amount_minor + tax_on_top
        )


@given(orders)
def test_m8_what_one_unit_gives_back_changes_no_other(order: OrderToPrice) -> None:
    """Shares are read from the placed line, so that units taken before or after give the same figures."""
    included = order.prices_include_tax
    for line in price_order(order).lines:
        singles = [line.shares().of_units(unit, 1, prices_include_tax=included) for unit in range(line.quantity)]
        first_half = line.shares().of_units(0, line.quantity // 2, prices_include_tax=included)
        folded = UnitsShare(0, 0, 0, 0, 0)
        for single in singles[: line.quantity // 2]:
            folded = _plus(folded, single)
        assert folded == first_half


@given(orders)
def test_such_orders_are_accepted(order: OrderToPrice) -> None:
    assert find_pricing_problem(order) is None


def _plus(one: UnitsShare, other: UnitsShare) -> UnitsShare:
    return UnitsShare(
        one.goods_minor + other.goods_minor,
        one.discount_minor + other.discount_minor,
        one.amount_minor + other.amount_minor,
        one.tax_minor + other.tax_minor,
        one.total_minor + other.total_minor,
    )
