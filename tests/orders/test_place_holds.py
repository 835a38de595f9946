"""What cannot be verified becomes a hold with a reason, never a lost order."""

from datetime import timedelta

from msgspec import structs

from ordino.orders.commands import CancelOrder, ConfirmOrder, ExpireOrder, ReleaseHold
from ordino.orders.problems import StillHeld, StillPayable
from ordino.orders.rows import PostalAddress
from tests.support.merchant import LONDON, Merchant, line, order


def detail(merchant: Merchant, order_id: int) -> str:
    ((text,),) = merchant.rows("select detail from orders_hold where order_id = %s", order_id)
    return str(text)


def test_an_unknown_sku_holds_its_line_and_the_rest_gets_sources(merchant: Merchant) -> None:
    merchant.stock("A", 5)

    order_id = merchant.place(line("A", 2, "10.00"), line("WHAT", 1, "5.00", description="A thing"))

    assert merchant.order_row(order_id, "state, total_minor") == ("placed", 2500)
    assert merchant.holds(order_id) == ["unknown_sku"]
    assert merchant.rows("select scope, line_number from orders_hold") == [("line", 2)]
    assert merchant.lines(order_id, "sku_id is null, allocated, unsourced") == [(False, 2, 0), (True, 0, 1)]
    assert merchant.refused(ConfirmOrder(order_id=order_id)) == StillHeld(order_id=order_id, reasons=("unknown_sku",))


def test_a_sku_that_is_not_sold_any_more_holds_its_line(merchant: Merchant) -> None:
    merchant.sku("OLD", sellable=False)

    assert merchant.holds(merchant.place(line("OLD", 1, "1.00"))) == ["not_sellable"]


def test_a_category_without_a_rate_in_a_country_that_taxes_holds_its_line(merchant: Merchant) -> None:
    merchant.sku("TEA")
    merchant.sku("BOOK", tax_category="books")
    merchant.run(
        "insert into network_tax_rate (country, region, category, rate, valid_from) values ('FR', '', 'standard', 20, '2020-01-01')"
    )
    paris = structs.replace(LONDON, city="Paris", postal_code="75001", country="FR")

    held = merchant.place(line("TEA", 1, "12.00"), line("BOOK", 1, "10.00"), ship_to=paris)
    abroad = merchant.place(line("BOOK", 1, "10.00"), ship_to=structs.replace(paris, postal_code="8001", country="CH"))

    assert merchant.lines(held, "tax_rate, tax_minor") == [(20, 200), (0, 0)]
    assert merchant.holds(held) == ["tax"]
    assert detail(merchant, held) == "No tax rate is known in FR for books goods; BOOK is untaxed."
    assert merchant.rows("select line_number from orders_hold where order_id = %s", held) == [(2,)]
    assert merchant.holds(abroad) == []


def test_stated_totals_that_do_not_add_up_hold_the_order_with_the_difference(merchant: Merchant) -> None:
    merchant.sku("A")

    order_id = merchant.place(line("A", 3, "10.00"), priced_elsewhere=True, stated_total_minor=3005)

    assert merchant.holds(order_id) == ["totals"]
    assert (
        detail(merchant, order_id)
        == "The channel states a total of 30.05 GBP, its parts add up to 30.00: 0.05 too much."
    )
    assert merchant.order_row(order_id, "total_minor, stated_total_minor") == (3000, 3005)


def test_an_address_that_is_not_valid_holds_the_order(merchant: Merchant) -> None:
    merchant.sku("A")
    nowhere = PostalAddress(recipient="Ada Byron", street="12 St James's Square", postal_code="12345", country="GB")

    held = merchant.place(line("A", 1, "1.00"), ship_to=nowhere)
    trusted = merchant.place(line("A", 1, "1.00"), ship_to=nowhere, verified_elsewhere=True)

    assert merchant.holds(held) == ["address"]
    assert merchant.holds(trusted) == []


def test_a_service_is_not_sent_anywhere(merchant: Merchant) -> None:
    merchant.sku("WRAP", kind="service")

    assert merchant.holds(merchant.place(line("WRAP", 1, "1.00"), ship_to=PostalAddress())) == []


def test_scenario_14_what_exceeds_the_credit_limit_is_held_until_some_is_paid(merchant: Merchant) -> None:
    merchant.sku("A")
    customer_id = merchant.customer(credit_limit_minor=100000)
    terms = {"customer_id": customer_id, "payment_terms": "on_invoice"}
    merchant.place(line("A", 1, "850.00"), **terms)

    held = merchant.place(line("A", 1, "200.00"), **terms)

    assert merchant.holds(held) == ["credit"]
    assert detail(merchant, held) == "Limit 1000.00, open 850.00, this order 200.00 GBP."
    merchant.accepted(ReleaseHold(order_id=held, hold_id=merchant.hold_id(held, "credit"), note="60.00 paid"))
    assert merchant.order_row(held, "state") == ("confirmed",)


def test_what_is_paid_frees_the_credit_limit_and_what_is_completed_uses_it_until_then(merchant: Merchant) -> None:
    merchant.sku("A")
    customer_id = merchant.customer(credit_limit_minor=100000)
    terms = {"customer_id": customer_id, "payment_terms": "on_invoice"}
    first = merchant.place(line("A", 1, "850.00"), **terms)
    merchant.run("update orders_order set state = 'completed' where id = %s", (first,))

    held = merchant.place(line("A", 1, "200.00"), **terms)
    assert merchant.holds(held) == ["credit"]
    merchant.accepted(CancelOrder(order_id=held, reason="credit"))
    merchant.run("update orders_order set captured_minor = 6000 where id = %s", (first,))

    assert merchant.holds(merchant.place(line("A", 1, "200.00"), **terms)) == []


def test_two_orders_of_one_batch_do_not_use_the_same_credit(merchant: Merchant) -> None:
    merchant.sku("A")
    terms = {"customer_id": merchant.customer(credit_limit_minor=100000), "payment_terms": "on_invoice"}

    merchant.ask(order(line("A", 1, "600.00"), **terms), order(line("A", 1, "600.00"), **terms))

    assert merchant.rows("select count(*) from orders_hold where reason = 'credit'") == [(1,)]
    assert merchant.rows("select state from orders_order order by id") == [("confirmed",), ("placed",)]


def test_a_limit_in_one_currency_says_nothing_about_another(merchant: Merchant) -> None:
    merchant.sku("A")
    terms = {"customer_id": merchant.customer(credit_limit_minor=100000), "payment_terms": "on_invoice"}

    euros = merchant.place(line("A", 1, "900.00"), currency="EUR", **terms)
    pounds = merchant.place(line("A", 1, "900.00"), **terms)

    assert detail(merchant, euros) == "The credit limit is in GBP, the order in EUR."
    assert merchant.holds(pounds) == []


def test_nobody_buys_on_invoice_without_a_limit(merchant: Merchant) -> None:
    merchant.sku("A")

    assert merchant.holds(merchant.place(line("A", 1, "1.00"), payment_terms="on_invoice")) == ["credit"]


def test_an_order_to_be_paid_in_advance_waits_for_its_payment_and_expires_without_it(merchant: Merchant) -> None:
    merchant.stock("A", 5)
    merchant.run("update network_channel set payment_minutes = 30")
    order_id = merchant.place(line("A", 2, "10.00"))
    assert merchant.holds(order_id) == ["payment"]
    assert merchant.free("A") == 3
    start = merchant.engine.clock()

    merchant.engine.clock.set(start + timedelta(minutes=29))
    assert merchant.refused(ExpireOrder(order_id=order_id)) == StillPayable(order_id=order_id)
    merchant.engine.clock.set(start + timedelta(minutes=30))
    expired = merchant.accepted(ExpireOrder(order_id=order_id))

    assert (expired.state, expired.total_minor) == ("expired", 0)
    assert merchant.holds(order_id) == []
    assert merchant.lines(order_id, "canceled, allocated") == [(2, 0)]
    assert merchant.free("A") == 5


def test_an_order_whose_payment_hold_is_released_does_not_expire(merchant: Merchant) -> None:
    merchant.sku("A")
    merchant.run("update network_channel set payment_minutes = 30")
    order_id = merchant.place(line("A", 2, "10.00"))

    merchant.accepted(ReleaseHold(order_id=order_id, hold_id=merchant.hold_id(order_id, "payment")))
    merchant.engine.clock.set(merchant.engine.clock() + timedelta(hours=1))

    assert merchant.order_row(order_id, "state") == ("confirmed",)
    assert merchant.refused(ExpireOrder(order_id=order_id)).code() == "StateRefuses"


def test_several_reasons_hold_at_once(merchant: Merchant) -> None:
    merchant.run("update network_channel set payment_minutes = 30")

    order_id = merchant.place(line("WHAT", 1, "5.00"), ship_to=PostalAddress(country="GB"), stated_total_minor=1)

    assert merchant.holds(order_id) == ["unknown_sku", "totals", "address", "payment"]


def test_nothing_to_pay_is_not_waited_for(merchant: Merchant) -> None:
    merchant.sku("A")
    merchant.run("update network_channel set payment_minutes = 30")

    assert merchant.accepted(order(line("A", 1, "0"), ship_to=LONDON)).state == "confirmed"
