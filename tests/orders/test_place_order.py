"""Placing an order: what is priced here, what is kept from elsewhere, what a bundle and a service come to."""

from datetime import date
from decimal import Decimal

import pytest

from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.rows import OrderedCharge, OrderedDiscount
from tests.support.merchant import Merchant, line, order
from tests.support.statements import count_waits

MONEY = "unit_price, goods_minor, discount_minor, amount_minor, tax_rate, tax_minor"


def test_an_order_without_a_reason_to_wait_is_confirmed_at_once(merchant: Merchant) -> None:
    merchant.stock("A", 5)

    done = merchant.completed(order(line("A", 2, "10.00")))

    accepted = merchant.accepted(order(line("A", 1, "10.00")))
    assert (accepted.state, accepted.version, accepted.total_minor, accepted.currency) == ("confirmed", 1, 1000, "GBP")
    assert [happened.event.kind() for happened in done.events][:2] == ["OrderPlaced", "OrderConfirmed"]
    assert merchant.free("A") == 2


def test_one_order_waits_for_the_database_once_before_its_commit(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    merchant.sku("A")
    merchant.stock("A", 5)
    merchant.sku("B")
    merchant.stock("B", 5)
    merchant.bundle("SET", {"B": 2})
    retail = merchant.price_list("retail", [("A", 1, "10.00"), ("SET", 1, "5.00")])
    merchant.run("update network_channel set price_list_id = %s, payment_minutes = 30", (retail,))
    held = order(line("A", 1), external_reference="R1")

    waits = count_waits(monkeypatch)
    assert merchant.accepted(held).state == "placed"
    assert len(waits) == 1

    merchant.place(line("SET", 2))
    assert len(waits) == 1 + 2  # what a set consists of is asked when it is known to be one
    assert (merchant.free("A"), merchant.free("B")) == (4, 1)


def test_the_next_order_has_the_next_number(merchant: Merchant) -> None:
    merchant.sku("A")

    first, second = merchant.place(line("A", 1, "1")), merchant.place(line("A", 1, "1"))

    assert second == first + 1
    assert merchant.events(first)[0] == "OrderPlaced"


def test_a_line_without_a_price_takes_the_price_of_the_channels_list(merchant: Merchant) -> None:
    merchant.sku("A")
    list_id = merchant.price_list("retail", [("A", 1, "10.00"), ("A", 10, "8.50")])
    merchant.run("update network_channel set price_list_id = %s", (list_id,))

    order_id = merchant.place(line("A", 9), line("A", 10), line("A", 1, "9.99"))

    assert merchant.lines(order_id, "unit_price, goods_minor") == [
        (Decimal("10.00"), 9000),
        (Decimal("8.50"), 8500),
        (Decimal("9.99"), 999),
    ]


def test_a_customers_own_list_goes_before_the_channels(merchant: Merchant) -> None:
    merchant.sku("A")
    retail = merchant.price_list("retail", [("A", 1, "10.00")])
    trade = merchant.price_list("trade", [("A", 1, "7.25")])
    merchant.run("update network_channel set price_list_id = %s", (retail,))
    customer_id = merchant.customer(price_list_id=trade)

    assert merchant.accepted(order(line("A", 2), customer_id=customer_id)).total_minor == 1450
    assert merchant.accepted(order(line("A", 2))).total_minor == 2000


def test_a_list_that_is_not_valid_on_the_day_has_no_price(merchant: Merchant) -> None:
    merchant.sku("A")
    list_id = merchant.price_list("summer", [("A", 1, "10.00")], valid_from=date(2026, 6, 1))
    merchant.run("update network_channel set price_list_id = %s", (list_id,))

    problem = merchant.refused(order(line("A", 1)))

    assert problem == InvalidInput(
        field="lines.1.unit_price", reason="no price of A in GBP is known for this channel; give one."
    )


def test_tax_follows_the_destination_and_the_category(merchant: Merchant) -> None:
    merchant.tax("GB", "5", category="reduced")
    merchant.sku("A")
    merchant.sku("B", tax_category="reduced")
    merchant.sku("C", tax_category="none")

    order_id = merchant.place(line("A", 1, "12.00"), line("B", 1, "10.50"), line("C", 1, "1.00"))

    assert merchant.lines(order_id, "tax_rate, tax_minor") == [(20, 200), (5, 50), (0, 0)]
    assert merchant.order_row(order_id, "total_minor, tax_minor") == (2350, 250)


def test_tax_on_top_is_added_to_the_total(merchant: Merchant) -> None:
    merchant.channel("trade", prices_include_tax=False)
    merchant.sku("A")

    order_id = merchant.place(
        line("A", 3, "10.00"),
        channel="trade",
        charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=500),),
    )

    assert merchant.order_row(order_id, "goods_minor, shipping_minor, tax_minor, total_minor") == (3000, 500, 700, 4200)


def test_discounts_are_taken_one_after_the_other_on_the_lines_they_name(merchant: Merchant) -> None:
    for sku in ("A", "B"):
        merchant.sku(sku)

    order_id = merchant.place(
        line("A", 1, "100.00"),
        line("B", 1, "50.00"),
        charges=(OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),),
        discounts=(
            OrderedDiscount(label="Half of B", percent=Decimal(50), lines=(2,)),
            OrderedDiscount(label="Ten off", amount_minor=1000),
            OrderedDiscount(label="Free shipping", percent=Decimal(100), on_shipping=True),
        ),
    )

    assert merchant.lines(order_id, "discount_minor") == [(800,), (2700,)]
    assert merchant.order_row(order_id, "discount_minor, shipping_minor, total_minor") == (4100, 600, 11500)


def test_shipping_and_a_fee_are_charges_with_their_own_tax(merchant: Merchant) -> None:
    merchant.sku("A")

    order_id = merchant.place(
        line("A", 1, "12.00"),
        charges=(
            OrderedCharge(kind="shipping", label="Parcel", amount_minor=600),
            OrderedCharge(kind="fee", label="Cash on delivery", amount_minor=300, tax_rate=Decimal(0)),
        ),
    )

    charges = merchant.rows(
        "select charge_number, kind, amount_minor, tax_rate, tax_minor from orders_charge where order_id = %s order by 1",
        order_id,
    )
    assert charges == [(1, "shipping", 600, 20, 100), (2, "fee", 300, 0, 0)]
    assert merchant.order_row(order_id, "shipping_minor, fee_minor, total_minor") == (600, 300, 2100)


def test_an_order_priced_elsewhere_keeps_its_prices_discounts_and_taxes(merchant: Merchant) -> None:
    merchant.sku("A")

    order_id = merchant.place(
        line("A", 3, "3.333333", discount_minor=100, tax_rate=Decimal("17.5"), tax_minor=131),
        priced_elsewhere=True,
        stated_total_minor=900,
    )

    assert merchant.lines(order_id, MONEY) == [(Decimal("3.333333"), 1000, 100, 900, Decimal("17.5"), 131)]
    assert merchant.holds(order_id) == []


def test_an_order_priced_elsewhere_without_a_rate_has_no_tax(merchant: Merchant) -> None:
    merchant.sku("A")

    order_id = merchant.place(line("A", 1, "12.00"), priced_elsewhere=True)

    assert merchant.lines(order_id, "tax_rate, tax_minor") == [(0, 0)]


def test_a_bundle_becomes_the_lines_of_its_components_and_keeps_its_price(merchant: Merchant) -> None:
    merchant.stock("CUP", 10)
    merchant.stock("SAUCER", 10)
    merchant.bundle("SET", {"CUP": 2, "SAUCER": 1})

    order_id = merchant.place(line("SET", 3, "10.00"))

    assert merchant.lines(order_id, "number, sku, bundle, ordered, amount_minor") == [
        (1, "CUP", "SET", 6, 2000),
        (2, "SAUCER", "SET", 3, 1000),
    ]
    assert merchant.order_row(order_id, "total_minor") == (3000,)
    assert (merchant.free("CUP"), merchant.free("SAUCER")) == (4, 7)


def test_a_service_needs_no_source(merchant: Merchant) -> None:
    merchant.sku("WRAP", kind="service")

    order_id = merchant.place(line("WRAP", 1, "2.50"))

    assert merchant.lines(order_id, "shippable, allocated, unsourced") == [(False, 1, 0)]
    assert merchant.order_row(order_id, "state, fulfillment_status") == ("confirmed", "allocated")
    assert "OrderSourced" not in merchant.events(order_id)


def test_goods_sold_by_measure_are_priced_for_one_whole_unit(merchant: Merchant) -> None:
    merchant.sku("CLOTH", quantity_scale=2)

    order_id = merchant.place(line("CLOTH", 250, "8.00"))

    assert merchant.lines(order_id, "quantity_scale, ordered, amount_minor") == [(2, 250, 2000)]


def test_what_cannot_be_an_order_is_refused(merchant: Merchant) -> None:
    merchant.sku("A")

    assert merchant.refused(order(line("A", 1, "1"), channel="nowhere")) == NotFound(
        what="channel", reference="nowhere"
    )
    assert merchant.refused(order(line("A", 1, "1"), customer_id=1)) == NotFound(what="customer", reference="1")
    assert merchant.refused(order()) == InvalidInput(field="lines", reason="an order needs at least one line.")
    assert merchant.refused(order(line("A", 0, "1"))).code() == "InvalidInput"
    assert merchant.refused(order(line("A", 1, "-1"))).code() == "InvalidInput"
    assert merchant.refused(order(line("A", 1, "1"), currency="XXY")).code() == "InvalidInput"
