"""Rules R1 to R6 and the money scenarios 1 to 9: pricing an order."""

from decimal import Decimal

import pytest

from ordino.kernel.rates import percent_of, scaled
from ordino.orders.decide.price_order import price_order
from ordino.orders.decide.pricing_rows import (
    ChargeToPrice,
    DiscountShare,
    DiscountToApply,
    LineToPrice,
    OrderToPrice,
    PricedOrder,
    TaxRounding,
)
from ordino.orders.decide.unit_shares import UnitsShare

SHIPPING_6 = ChargeToPrice("shipping", "Parcel", 600)


def line(number: int, quantity: int, price: str, rate: str = "0", category: str = "standard") -> LineToPrice:
    return LineToPrice(number, quantity, Decimal(price), Decimal(rate), category)


def price(
    *lines: LineToPrice,
    discounts: tuple[DiscountToApply, ...] = (),
    charges: tuple[ChargeToPrice, ...] = (),
    included: bool = True,
    rounding: TaxRounding = "total",
    currency: str = "EUR",
) -> PricedOrder:
    return price_order(OrderToPrice(currency, included, lines, discounts, charges, rounding))


def amounts(priced: PricedOrder) -> list[int]:
    return [priced_line.amount_minor for priced_line in priced.lines]


def discounts_by_line(priced: PricedOrder) -> list[int]:
    return [priced_line.discount_minor for priced_line in priced.lines]


def taxes(priced: PricedOrder) -> list[int]:
    return [priced_line.tax_minor for priced_line in priced.lines]


def scenario_01() -> PricedOrder:
    return price(
        line(1, 2, "19.99", "20"),
        line(2, 1, "49.50", "20"),
        line(3, 3, "7.99", "20"),
        discounts=(DiscountToApply("Spring", percent=Decimal(10)),),
        charges=(SHIPPING_6,),
    )


def test_scenario_01_order_discount_and_shipping_with_tax_inside() -> None:
    priced = scenario_01()
    assert (priced.goods_minor, priced.discount_minor, priced.shipping_minor) == (11345, 1135, 600)
    assert discounts_by_line(priced) == [400, 495, 240]
    assert amounts(priced) == [3598, 4455, 2157]
    assert (priced.total_minor, priced.tax_minor) == (10810, 1802)
    assert taxes(priced) == [600, 743, 359]
    assert priced.charges[0].tax_minor == 100


def test_scenario_01_refund_of_one_a_and_one_c_then_of_all_the_rest() -> None:
    priced = scenario_01()
    one_a = priced.lines[0].shares().of_units(0, 1, prices_include_tax=True)
    one_c = priced.lines[2].shares().of_units(0, 1, prices_include_tax=True)
    assert (one_a.total_minor, one_c.total_minor) == (1799, 719)
    assert one_a.tax_minor + one_c.tax_minor == 420
    rest = [
        priced_line.shares().of_units(already, priced_line.quantity - already, prices_include_tax=True).total_minor
        for priced_line, already in zip(priced.lines, (1, 0, 1), strict=True)
    ]
    assert sum(rest) == 7692
    assert 2518 + 7692 + priced.charges[0].amount_minor == 10810


def test_scenario_01_invoices_of_two_shipments() -> None:
    first, second, third = scenario_01().lines
    assert first.amount_minor + third.amount_minor + 600 + 0 == 6355
    assert first.tax_minor + third.tax_minor + 100 == 1059
    assert (second.amount_minor, second.tax_minor) == (4455, 743)


def test_scenario_02_tax_on_top_after_a_fixed_discount() -> None:
    priced = price(line(1, 2, "100.00", "10"), discounts=(DiscountToApply("Off", amount_minor=2000),), included=False)
    assert (priced.taxes[0].net_minor, priced.tax_minor, priced.total_minor) == (18000, 1800, 19800)
    assert priced.lines[0].shares().of_units(0, 1, prices_include_tax=False) == UnitsShare(10000, 1000, 9000, 900, 9900)


def test_scenario_03_three_single_refunds_of_a_line_of_ten() -> None:
    (priced_line,) = price(line(1, 3, "4.00"), discounts=(DiscountToApply("Off", amount_minor=200),)).lines
    refunds = [priced_line.shares().of_units(already, 1, prices_include_tax=True).total_minor for already in range(3)]
    assert refunds == [334, 333, 333]


def test_scenario_04_a_fixed_discount_is_shared_by_largest_remainder() -> None:
    lines = (line(1, 1, "43.00"), line(2, 1, "14.00"), line(3, 1, "23.00"))
    assert discounts_by_line(price(*lines, discounts=(DiscountToApply("Off", amount_minor=299),))) == [161, 52, 86]


def test_scenario_05_two_rates_inside_and_a_fixed_discount() -> None:
    priced = price(
        line(1, 1, "17.00", "20"),
        line(2, 1, "34.99", "10"),
        line(3, 4, "2.55", "10"),
        discounts=(DiscountToApply("Off", amount_minor=500),),
    )
    assert discounts_by_line(priced) == [137, 281, 82]
    assert priced.total_minor == 5719
    assert [group.tax_minor for group in priced.taxes] == [261, 378]
    assert sum(group.net_minor for group in priced.taxes) == 5080


def test_scenario_06_tax_of_the_sum_and_its_units() -> None:
    priced = price(line(1, 5, "100.00", "19"))
    assert (priced.tax_minor, priced.taxes[0].net_minor) == (7983, 42017)
    units = [priced.lines[0].shares().of_units(already, 1, prices_include_tax=True).tax_minor for already in range(5)]
    assert units == [1597, 1597, 1597, 1596, 1596]


def test_scenario_06_five_lines_carry_what_five_units_carry() -> None:
    assert taxes(price(*[line(n, 1, "100.00", "19") for n in range(1, 6)])) == [1597, 1597, 1597, 1596, 1596]


def test_scenario_06_yen_have_no_decimals() -> None:
    priced = price(line(1, 5, "9998", "19"), currency="JPY")
    assert (priced.total_minor, priced.tax_minor) == (49990, 7982)


def test_scenario_07_canceling_one_line_leaves_the_other() -> None:
    priced = price(line(1, 1, "50.00"), line(2, 1, "10.00"), discounts=(DiscountToApply("Off", amount_minor=1000),))
    assert discounts_by_line(priced) == [833, 167]
    assert priced.lines[0].shares().of_units(0, 1, prices_include_tax=True).total_minor == 4167
    assert priced.lines[1].amount_minor == 833


def test_scenario_08_shipping_is_split_over_the_rates_of_the_goods() -> None:
    priced = price(
        line(1, 1, "60.00", "20"),
        line(2, 1, "40.00", "5", "reduced"),
        charges=(ChargeToPrice("shipping", "Parcel", 500),),
    )
    assert [(group.net_minor + group.tax_minor, group.tax_minor) for group in priced.taxes] == [
        (6300, 1050),
        (4200, 200),
    ]
    (shipping,) = priced.charges
    assert [(part.amount_minor, part.tax_minor) for part in shipping.parts] == [(300, 50), (200, 10)]
    assert (shipping.amount_minor, shipping.tax_minor) == (500, 60)


def test_scenario_09_restocking_fee() -> None:
    (priced_line,) = price(line(1, 2, "25.00")).lines
    credit = priced_line.shares().of_units(0, 2, prices_include_tax=True).total_minor
    fee = percent_of(credit, scaled(Decimal(10)))
    assert (credit, fee, credit - fee) == (5000, 500, 4500)


@pytest.mark.parametrize(("rounding", "tax"), [("total", 7983), ("line", 7985), ("unit", 7985)])
def test_a_channel_declares_where_tax_is_rounded(rounding: TaxRounding, tax: int) -> None:
    assert price(*[line(n, 1, "100.00", "19") for n in range(1, 6)], rounding=rounding).tax_minor == tax


@pytest.mark.parametrize(("rounding", "tax"), [("total", 657), ("line", 657), ("unit", 656)])
def test_tax_by_unit_rounds_each_unit(rounding: TaxRounding, tax: int) -> None:
    assert price(line(1, 2, "19.70", "20"), rounding=rounding).tax_minor == tax


def test_tax_by_unit_follows_units_that_differ_by_a_cent() -> None:
    """10.00 over 3 units is 3.34 + 3.33 + 3.33: at 15 % on top 0.50 + 0.50 + 0.50."""
    off = (DiscountToApply("Off", amount_minor=200),)
    assert price(line(1, 3, "4.00", "15"), discounts=off, included=False, rounding="unit").tax_minor == 150


def test_a_percent_discount_is_rounded_once_on_all_it_applies_to() -> None:
    lines = [line(n, 1, text) for n, text in enumerate(("1.06", "2.06", "3.06", "4.06"), 1)]
    assert price(*lines, discounts=(DiscountToApply("Ten", percent=Decimal(10)),)).discount_minor == 102


def test_half_a_cent_of_discount_rounds_up() -> None:
    priced = price(line(1, 1, "83.33"), discounts=(DiscountToApply("Half", percent=Decimal(50)),))
    assert (priced.discount_minor, priced.total_minor) == (4167, 4166)


def test_discounts_apply_one_after_another_on_what_is_left() -> None:
    half, tenth = DiscountToApply("Half", percent=Decimal(50)), DiscountToApply("Tenth", percent=Decimal(10))
    priced = price(line(1, 3, "8.00", "20"), discounts=(half, tenth), included=False)
    assert [taken.amount_minor for taken in priced.discounts] == [1200, 120]
    assert priced.total_minor == 1296


def test_a_discount_on_the_original_price_says_so() -> None:
    half = DiscountToApply("Half", percent=Decimal(50))
    tenth = DiscountToApply("Tenth", percent=Decimal(10), on_original=True)
    assert [taken.amount_minor for taken in price(line(1, 3, "8.00"), discounts=(half, tenth)).discounts] == [1200, 240]


def test_no_discount_takes_more_than_is_left() -> None:
    two_vouchers = (DiscountToApply("A", amount_minor=700), DiscountToApply("B", amount_minor=700))
    priced = price(line(1, 1, "10.00"), discounts=two_vouchers)
    assert [taken.amount_minor for taken in priced.discounts] == [700, 300]
    assert priced.total_minor == 0


def test_a_discount_for_named_lines_touches_no_other() -> None:
    off = DiscountToApply("Off", amount_minor=500, line_numbers=(2,))
    priced = price(line(1, 1, "60.00"), line(2, 1, "40.00"), discounts=(off,))
    assert discounts_by_line(priced) == [0, 500]
    assert priced.discounts[0].shares == (DiscountShare(2, 500),)


def test_a_shipping_discount_leaves_the_goods_alone() -> None:
    free = DiscountToApply("Free shipping", percent=Decimal(100), applies_to="shipping")
    priced = price(line(1, 1, "10.00", "20"), discounts=(free,), charges=(SHIPPING_6,))
    assert (priced.total_minor, priced.shipping_minor, priced.discount_minor) == (1000, 600, 600)
    assert priced.charges[0].amount_minor == priced.charges[0].tax_minor == 0


def test_charges_may_carry_their_own_rate_or_none() -> None:
    priced = price(
        line(1, 1, "100.00", "20"),
        charges=(
            ChargeToPrice("shipping", "Parcel", 1000, "own", Decimal("7.5"), "shipping"),
            ChargeToPrice("fee", "Deposit", 300, "none"),
        ),
        included=False,
    )
    assert [charge.tax_minor for charge in priced.charges] == [75, 0]
    assert (priced.fee_minor, priced.tax_minor, priced.total_minor) == (300, 2075, 13375)


def test_a_fee_given_back_lowers_the_tax_of_its_group() -> None:
    back = ChargeToPrice("fee", "Voucher card", -240, "own", Decimal(20))
    priced = price(line(1, 1, "10.00", "20"), charges=(back,))
    assert (priced.total_minor, priced.tax_minor) == (760, 127)
    assert priced.charges[0].tax_minor == -40


def test_free_goods_split_shipping_equally_over_their_rates() -> None:
    priced = price(line(1, 1, "0.00", "20"), line(2, 1, "0.00", "5"), charges=(SHIPPING_6,))
    assert [part.amount_minor for part in priced.charges[0].parts] == [300, 300]


def test_an_order_without_goods_has_untaxed_shipping() -> None:
    assert price(charges=(SHIPPING_6,)).tax_minor == 0


def test_unit_prices_are_rounded_once_for_the_line() -> None:
    assert price(line(1, 3, "19.812")).goods_minor == 5944
    assert price(line(1, 1000, "0.001234")).goods_minor == 123


def test_goods_by_measure_cost_their_proportion() -> None:
    half_kilo = LineToPrice(1, 500, Decimal("12.99"), quantity_scale=3)
    assert price(half_kilo).goods_minor == 650


def test_shipping_comes_last_when_tax_is_shared() -> None:
    """2.00 at 20 % inside carries 0.33: of two equal charges the fee gets the odd cent."""
    shipping = ChargeToPrice("shipping", "Parcel", 100, "own", Decimal(20))
    fee = ChargeToPrice("fee", "Wrapping", 100, "own", Decimal(20))
    assert [charge.tax_minor for charge in price(charges=(shipping, fee)).charges] == [16, 17]


def test_fees_given_back_are_the_mirror_of_fees_taken() -> None:
    back = [ChargeToPrice("fee", "Back", -100, "own", Decimal(20)) for _ in range(2)]
    assert [charge.tax_minor for charge in price(charges=tuple(back)).charges] == [-17, -16]


def test_tax_by_unit_sees_the_units_that_carry_the_odd_cents() -> None:
    """0.07 over 3 units is 0.03 + 0.02 + 0.02: at 20 % on top one unit carries 0.01, the others nothing."""
    off = (DiscountToApply("Off", amount_minor=2),)
    assert price(line(1, 3, "0.03", "20"), discounts=off, included=False, rounding="unit").tax_minor == 1


def test_a_rate_is_one_group_however_it_is_written() -> None:
    priced = price(line(1, 1, "10.00", "20.00"), line(2, 1, "10.00", "20"), line(3, 1, "10.00", "8.8750"))
    assert [str(group.tax_rate) for group in priced.taxes] == ["20", "8.875"]
