"""An article is made known, priced and given a bin; customers get terms, credit and become one; money is taken or given up."""

from decimal import Decimal

import pytest

from ordino.notifications.commands import MarkNotificationFailed, SetNotifications
from ordino.payments.commands import AuthorizePayment
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def test_an_article_is_made_known_and_priced_and_then_stands_in_inventory(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.location("LON")
    browser = sign_in("buyer")
    form = {"code": "MUG-3", "kind": "goods", "name": "Mug, blue", "tax_category": "standard", "sellable": "on"}

    done = browser.post("/stock/articles/new", form)
    browser.post(
        "/stock/articles/price?sku=MUG-3",
        {"price_list": "retail", "currency": "gbp", "unit_price": "9.50", "from_units": "1"},
    )
    browser.post("/stock/articles/change?sku=MUG-3", {"name": "Mug, light blue", "weight_grams": "300"})
    sign_in("warehouse").post("/stock/articles/bin?sku=MUG-3", {"location": "LON", "bin": "A-7", "walk_position": "12"})

    assert done["HX-Redirect"] == "/stock?sku=MUG-3"
    assert merchant.rows("select code, name, weight_grams, sellable, backorderable from catalog_sku") == [
        ("MUG-3", "Mug, light blue", 300, False, False)
    ]
    assert merchant.rows("select unit_price, minimum_quantity from catalog_price") == [(Decimal("9.50"), 1)]
    assert merchant.rows("select bin, walk_position from fulfillment_bin") == [("A-7", 12)]
    assert "Mug, light blue" in text_of(browser.get("/stock?sku=MUG-3"))


def test_an_article_needs_a_code_and_somebody_who_may(sign_in: SignIn, merchant: Merchant) -> None:
    refused = text_of(sign_in("buyer").post("/stock/articles/new", {"code": " ", "kind": "goods", "name": "X"}))
    forbidden = text_of(sign_in("analyst").post("/stock/articles/new", {"code": "X", "kind": "goods", "name": "X"}))

    assert 'role="alert"' in refused
    assert "catalog.register_sku" in forbidden
    assert "/stock/articles/new" not in text_of(sign_in("analyst").get("/stock"))
    assert merchant.rows("select count(*) from catalog_sku") == [(0,)]


def test_terms_are_agreed_and_credit_is_granted_on_the_page_of_a_customer(sign_in: SignIn, merchant: Merchant) -> None:
    customer_id = merchant.customer()
    browser = sign_in("finance")

    browser.post(
        f"/customers/{customer_id}/terms", {"currency": "gbp", "credit_limit": "500.00", "payment_terms_days": "14"}
    )
    form = {"currency": "GBP", "amount": "7.50", "reference": "call 9"}
    preview = text_of(browser.post(f"/customers/{customer_id}/credit", {**form, "preview": "1"}))
    browser.post(f"/customers/{customer_id}/credit", form)
    page = text_of(browser.get(f"/customers/{customer_id}"))

    assert merchant.rows("select credit_limit_minor, payment_terms_days from parties_customer") == [(50_000, 14)]
    assert "0.00 → <b>7.50 GBP</b>" in preview
    assert "within 14 days" in page
    assert "7.50" in page


def test_a_customer_takes_in_another_entry_that_is_the_same(sign_in: SignIn, merchant: Merchant) -> None:
    kept, other = merchant.customer("Ada"), merchant.customer("Ada B.")
    browser = sign_in("order manager")

    browser.post(f"/customers/{kept}/merge", {"other": str(other)})

    assert merchant.rows("select merged_into_id from parties_customer where id = %s", other) == [(kept,)]
    assert f"/customers/{other}/terms" not in text_of(browser.get(f"/customers/{other}"))


@pytest.mark.parametrize(("currency", "limit"), [("GB", "5.00"), ("GBP", "a lot")])
def test_terms_that_cannot_be_read_are_refused_in_place(
    sign_in: SignIn, merchant: Merchant, currency: str, limit: str
) -> None:
    customer_id = merchant.customer()

    shown = text_of(
        sign_in("finance").post(f"/customers/{customer_id}/terms", {"currency": currency, "credit_limit": limit})
    )

    assert 'role="alert"' in shown
    assert f'value="{limit}"' in shown
    assert merchant.rows("select credit_limit_minor from parties_customer") == [(None,)]


def test_services_are_performed_and_a_message_is_sent_again_from_the_order(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.sku("SETUP", kind="service")
    order_id = merchant.place(line("SETUP", 2, "40.00"), email="ada@example.com")
    merchant.completed(SetNotifications(channel="shop", enabled=True, sender="shop@example.com"))
    told = merchant.place(line("SETUP", 1, "40.00"), email="ada@example.com")
    ((message_id,),) = merchant.rows("select id from notifications_message where order_id = %s", told)
    merchant.completed(MarkNotificationFailed(message_id=message_id, reason="mailbox full"))
    browser = sign_in("order manager")

    browser.post(f"/orders/{order_id}/perform", {"version": merchant.order_row(order_id, "version")[0]})
    page = text_of(browser.get(f"/orders/{told}"))
    browser.post(f"/orders/{told}/resend", {"message_id": message_id, "recipient": "ada@example.org"})

    assert merchant.lines(order_id, "delivered") == [(2,)]
    assert f"/orders/{told}/resend?message_id={message_id}" in page
    assert merchant.rows("select state, recipient from notifications_message") == [("pending", "ada@example.org")]


def test_authorized_money_is_given_up_from_the_order(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    order_id = merchant.place(line("A", 1, "10.00"))
    merchant.completed(AuthorizePayment(order_id=order_id, amount_minor=1000, gateway="manual", method="transfer"))
    browser = sign_in("finance")

    preview = text_of(browser.post(f"/orders/{order_id}/give-up", {"preview": "1"}))
    browser.post(f"/orders/{order_id}/give-up", {})

    assert "10.00 → <b>0.00 GBP</b>" in preview
    assert merchant.order_row(order_id, "authorized_minor") == (0,)
