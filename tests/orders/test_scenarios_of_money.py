"""The worked money scenarios as stored: the tables hold exactly these figures."""

from decimal import Decimal

from ordino.orders.commands import CancelCharge, CancelUnits, ChangeOrder
from ordino.orders.problems import ChargeAlreadyCanceled
from ordino.orders.rows import OrderedCharge, OrderedDiscount
from tests.support.merchant import Merchant, line

MONEY = "goods_minor, discount_minor, amount_minor, tax_minor"
TOTALS = "goods_minor, discount_minor, shipping_minor, tax_minor, total_minor"


def shipping(amount_minor: int) -> OrderedCharge:
    return OrderedCharge(kind="shipping", label="Parcel", amount_minor=amount_minor)


def test_scenario_01_a_discount_and_the_tax_inside_are_shared_to_lines(merchant: Merchant) -> None:
    for sku in ("A", "B", "C"):
        merchant.sku(sku)

    order_id = merchant.place(
        line("A", 2, "19.99"),
        line("B", 1, "49.50"),
        line("C", 3, "7.99"),
        discounts=(OrderedDiscount(label="Welcome", percent=Decimal(10)),),
        charges=(shipping(600),),
    )

    assert merchant.order_row(order_id, TOTALS) == (11345, 1135, 600, 1802, 10810)
    assert merchant.lines(order_id, MONEY) == [(3998, 400, 3598, 600), (4950, 495, 4455, 743), (2397, 240, 2157, 359)]
    assert merchant.rows("select amount_minor, tax_minor from orders_charge where order_id = %s", order_id) == [
        (600, 100)
    ]
    shares = merchant.rows(
        "select discount_number, number, amount_minor from orders_discount_share where order_id = %s order by 2",
        order_id,
    )
    assert shares == [(1, 1, 400), (1, 2, 495), (1, 3, 240)]
    assert merchant.rows("select amount_minor, label from orders_discount where order_id = %s", order_id) == [
        (1135, "Welcome")
    ]


def test_scenario_02_tax_on_top_is_taken_on_what_is_left_after_the_discount(merchant: Merchant) -> None:
    merchant.channel("trade", prices_include_tax=False)
    merchant.tax("GB", "10", category="reduced")
    merchant.sku("A", tax_category="reduced")

    order_id = merchant.place(
        line("A", 2, "100"), channel="trade", discounts=(OrderedDiscount(label="Off", amount_minor=2000),)
    )

    assert merchant.order_row(order_id, TOTALS) == (20000, 2000, 0, 1800, 19800)
    merchant.change(order_id, CancelUnits(line_number=1, quantity=1))
    assert merchant.order_row(order_id, "total_minor") == (9900,)


def test_scenario_05_two_rates_inside_the_price_and_a_fixed_discount(merchant: Merchant) -> None:
    merchant.tax("GB", "10", category="reduced")
    merchant.sku("A")
    merchant.sku("B", tax_category="reduced")
    merchant.sku("C", tax_category="reduced")

    order_id = merchant.place(
        line("A", 1, "17.00"),
        line("B", 1, "34.99"),
        line("C", 4, "2.55"),
        discounts=(OrderedDiscount(label="Voucher", code="FIVE", amount_minor=500),),
    )

    assert merchant.lines(order_id, "discount_minor") == [(137,), (281,), (82,)]
    assert merchant.order_row(order_id, "total_minor, tax_minor, total_minor - tax_minor") == (5719, 639, 5080)
    taxes = merchant.rows(
        "select tax_rate::int, sum(tax_minor)::bigint from orders_line where order_id = %s group by 1 order by 1",
        order_id,
    )
    assert taxes == [(10, 378), (20, 261)]


def test_scenario_06_tax_is_rounded_once_for_the_order(merchant: Merchant) -> None:
    merchant.channel("shop-de", currency="EUR")
    merchant.sku("A")

    order_id = merchant.place(line("A", 5, "100", tax_rate=Decimal(19)), channel="shop-de")

    assert merchant.order_row(order_id, "tax_minor, total_minor - tax_minor") == (7983, 42017)
    assert merchant.lines(order_id, "tax_minor") == [(7983,)]


def test_scenario_06_yen_have_no_minor_digits(merchant: Merchant) -> None:
    merchant.channel("shop-jp", currency="JPY")
    merchant.sku("A")

    order_id = merchant.place(line("A", 5, "9998", tax_rate=Decimal(19)), channel="shop-jp")

    assert merchant.order_row(order_id, "tax_minor, total_minor") == (7982, 49990)


def test_scenario_07_canceling_one_line_changes_no_other_money(merchant: Merchant) -> None:
    merchant.sku("A")
    merchant.sku("B")
    order_id = merchant.place(
        line("A", 1, "50.00"), line("B", 1, "10.00"), discounts=(OrderedDiscount(label="Off", amount_minor=1000),)
    )
    assert merchant.lines(order_id, "discount_minor") == [(833,), (167,)]

    before = merchant.order_row(order_id, "total_minor")[0]
    merchant.change(order_id, CancelUnits(line_number=1, quantity=1))

    assert before - merchant.order_row(order_id, "total_minor")[0] == 4167
    assert merchant.order_row(order_id, "total_minor") == (833,)
    assert merchant.lines(order_id, "amount_minor, discount_minor") == [(4167, 833), (833, 167)]


def test_scenario_08_shipping_follows_the_rates_of_the_goods_and_is_given_back_once(merchant: Merchant) -> None:
    merchant.tax("GB", "5", category="reduced")
    merchant.sku("A")
    merchant.sku("B", tax_category="reduced")

    order_id = merchant.place(line("A", 1, "60.00"), line("B", 1, "40.00"), charges=(shipping(500),))

    parts = merchant.rows(
        "select charge_number, amount_minor, tax_minor from orders_charge where order_id = %s order by number", order_id
    )
    assert parts == [(1, 300, 50), (1, 200, 10)]
    assert merchant.order_row(order_id, "tax_minor") == (1260 - 10,)
    merchant.change(order_id, CancelCharge(charge_number=1))
    assert merchant.order_row(order_id, "total_minor") == (10000,)
    again = ChangeOrder(order_id=order_id, expected_version=2, actions=(CancelCharge(charge_number=1),))
    assert merchant.refused(again) == ChargeAlreadyCanceled(order_id=order_id, charge_number=1)
