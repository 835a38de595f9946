"""Quotes: typed like an order, offered, answered."""

import re
from datetime import date

from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.quotes.conftest import sales as sales  # noqa: PLC0414 - a fixture
from tests.quotes.world import Sales
from tests.support.merchant import Merchant


def test_a_quote_is_made_on_the_sheet_sent_and_becomes_an_order(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    browser = sign_in("service agent")
    sheet = {"sku-1": "A", "quantity-1": "2", "price-1": "10.00", "name": "Ada", "country": "GB", "token": "t1"}

    until = "2099-12-31"
    made = browser.post("/orders/new", {**sheet, "valid_until": until, "do": "quote"}, headers={"hx-request": "true"})
    address = made["HX-Redirect"]
    again = browser.post("/orders/new", {**sheet, "valid_until": until, "do": "quote"}, headers={"hx-request": "true"})
    browser.post(f"{address}/send", {})
    with_customer = text_of(browser.get("/quotes?tab=sent"))
    accepted = browser.post(f"{address}/accept", {})
    shown = text_of(browser.get(address))

    assert again["HX-Redirect"] == address
    assert "With the customer" in with_customer
    ((order_id, total),) = merchant.rows("select id, total_minor from orders_order")
    assert accepted["HX-Redirect"] == address
    assert total == 2000
    assert re.search(rf"/orders/{order_id}\"", shown)


def test_a_quote_is_declined_with_its_reason(sign_in: SignIn, sales: Sales) -> None:
    quote_id = sales.sent(valid_until=date(2099, 12, 31))
    browser = sign_in("order manager")

    browser.post(f"/quotes/{quote_id}/decline", {"reason": "too dear"})

    assert "too dear" in text_of(browser.get(f"/quotes/{quote_id}"))
    assert "Declined" in text_of(browser.get("/quotes?tab=lost"))
    assert b"declined" in browser.get("/quotes?tab=all&export=csv").content


def test_a_day_that_is_none_is_refused_on_the_sheet(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 5)
    sheet = {"sku-1": "A", "quantity-1": "2", "price-1": "10.00", "token": "t2", "do": "quote", "valid_until": "soon"}

    assert "is not a date" in text_of(sign_in("owner").post("/orders/new", sheet))
    assert merchant.rows("select count(*) from quotes_quote") == [(0,)]
