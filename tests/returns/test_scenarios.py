"""The worked scenarios of goods that come back: exact to the unit and to the cent."""

from decimal import Decimal

from ordino.orders.rows import OrderedCharge, OrderedDiscount
from ordino.returns.commands import CloseReturn, ExpireReturn, RefundReturn
from ordino.returns.problems import MoreThanAccepted, NothingToRefund
from ordino.returns.rows import LineUnits
from tests.returns.world import Returns
from tests.support.merchant import line

SHIPPING = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),)


def first_scenario(shop: Returns) -> int:
    """A 2 × 19.99, B 1 × 49.50, C 3 × 7.99; 10 % off, VAT inside, shipping 6.00: 108.10 in all, delivered."""
    for sku, units in (("A", 2), ("B", 1), ("C", 3)):
        shop.stock(sku, units)
    order_id = shop.place(
        line("A", 2, "19.99"),
        line("B", 1, "49.50"),
        line("C", 3, "7.99"),
        discounts=(OrderedDiscount(label="Ten", percent=Decimal(10)),),
        charges=SHIPPING,
    )
    shop.deliver(order_id)
    return order_id


def test_scenario_01_returns_give_back_what_each_unit_carries(shop: Returns) -> None:
    order_id = first_scenario(shop)

    first = shop.refund(shop.accepted_return(order_id, (1, 1), (3, 1)))
    rest = shop.refund(shop.accepted_return(order_id, (1, 1), (2, 1), (3, 2)))

    assert [(row.line_number, row.total_minor) for row in first.lines] == [(1, 1799), (3, 719)]
    assert (first.refund_minor, sum(row.tax_minor for row in first.lines)) == (2518, 420)
    assert rest.refund_minor == 7692
    assert shop.order_row(order_id, "return_status") == ("returned",)


def test_scenario_01_with_shipping_the_refunds_are_the_total(shop: Returns) -> None:
    order_id = first_scenario(shop)

    first = shop.refund(shop.accepted_return(order_id, (1, 1), (3, 1)))
    rest = shop.refund(shop.accepted_return(order_id, (1, 1), (2, 1), (3, 2)), refund_shipping=True)

    assert (rest.goods_minor, rest.charges_minor) == (7692, 600)
    assert first.refund_minor + rest.refund_minor == 10810


def test_scenario_02_tax_on_top_comes_back_with_the_unit(shop: Returns) -> None:
    shop.channel("trade", prices_include_tax=False)
    shop.run("update network_tax_rate set rate = 10")
    shop.stock("A", 2)
    order_id = shop.place(
        line("A", 2, "100.00"),
        channel="trade",
        discounts=(OrderedDiscount(label="Voucher", amount_minor=2000),),
    )
    shop.deliver(order_id)

    assert shop.refund(shop.accepted_return(order_id, (1, 1))).refund_minor == 9900


def test_scenario_03_three_single_refunds_are_the_line(shop: Returns) -> None:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "3.333333"))
    shop.deliver(order_id)

    refunds = [shop.refund(shop.accepted_return(order_id, (1, 1))).refund_minor for _ in range(3)]

    assert refunds == [334, 333, 333]


def test_scenario_08_shipping_goes_back_once_with_the_tax_of_each_rate(shop: Returns) -> None:
    shop.run("update network_tax_rate set rate = 20")
    shop.tax("GB", "5", category="reduced")
    shop.sku("BOOK", tax_category="reduced")
    shop.stock("A", 1)
    shop.stock("BOOK", 1)
    charges = (OrderedCharge(kind="shipping", label="Parcel", amount_minor=500),)
    order_id = shop.place(line("A", 1, "60.00"), line("BOOK", 1, "40.00"), charges=charges)
    shop.deliver(order_id)
    both = shop.accepted_return(order_id, (1, 1), (2, 1))

    refund = shop.refund(both, (1, 1), refund_shipping=True)
    again = shop.refund(both, (2, 1), refund_shipping=True)

    assert refund.charges_minor == 500
    assert shop.rows("select total_minor, tax_minor from returns_refund_charge") == [(500, 60)]
    assert (again.charges_minor, again.refund_minor) == (0, 4000)


def test_scenario_09_the_restocking_fee_is_kept(shop: Returns) -> None:
    shop.policy(restocking_fee_percent=Decimal(10))
    shop.stock("A", 2)
    order_id = shop.place(line("A", 2, "25.00"))
    shop.deliver(order_id)

    refund = shop.refund(shop.accepted_return(order_id, (1, 2)))

    assert (refund.goods_minor, refund.fee_minor, refund.refund_minor) == (5000, 500, 4500)


def test_scenario_25_statuses_tell_two_facts(shop: Returns) -> None:
    shop.stock("A", 10)
    order_id = shop.place(line("A", 10, "1.00"))
    shop.deliver(order_id, (1, 5))

    shop.receive(shop.approve(order_id, (1, 1)), (1, 1))

    assert shop.order_row(order_id, "fulfillment_status, return_status") == ("partial", "partial")
    assert shop.lines(order_id, "shipped, returned, allocated + released + picked + packed") == [(5, 1, 5)]


def test_scenario_29_only_what_came_and_was_accepted_is_refunded(shop: Returns) -> None:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "89.99"))
    shop.deliver(order_id)
    return_id = shop.approve(order_id, (1, 3))
    shop.receive(return_id, (1, 2))
    shop.inspect(return_id, (1, 2, "restock"))

    refund = shop.refund(return_id)

    assert (refund.refund_minor, refund.state) == (17998, "partially_received")
    more = RefundReturn(return_id=return_id, lines=(LineUnits(1, 1),))
    assert shop.refused(more) == MoreThanAccepted(return_id=return_id, line_number=1, wanted=1, open=0)
    assert shop.refused(RefundReturn(return_id=return_id)) == NothingToRefund(return_id=return_id)
    assert shop.lines(order_id, "return_expected, returned") == [(1, 2)]

    shop.later(days=31)
    shop.completed(ExpireReturn(return_id=return_id))

    assert shop.state(return_id) == "closed"
    assert shop.lines(order_id, "return_expected, returned") == [(0, 2)]
    assert shop.refused(CloseReturn(return_id=return_id)).code() == "StateRefuses"


def test_scenario_30_stock_and_money_are_two_decisions(shop: Returns) -> None:
    shop.stock("A", 2)
    order_id = shop.place(line("A", 2, "10.00"))
    shop.deliver(order_id)
    assert shop.level("A") == (0, 0, 0)
    return_id = shop.approve(order_id, (1, 2))

    shop.receive(return_id, (1, 2))
    assert (shop.level("A"), shop.bucket("A", "quality")) == ((2, 0, 2), 2)
    shop.inspect(return_id, (1, 1, "restock"), (1, 1, "refurbish"))

    assert shop.level("A") == (2, 1, 1)
    assert (shop.bucket("A", "quality"), shop.bucket("A", "damaged")) == (0, 1)
    assert shop.rows("select count(*) from returns_refund") == [(0,)]
    assert shop.refund(return_id, (1, 1)).refund_minor == 1000
    assert shop.state(return_id) == "inspected"
