"""A phone order: what it comes to and when it arrives stands there while it is typed; placed, it is placed once."""

import pytest

from ordino.office.roles import ROLES
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import LONDON, Merchant

TYPED = {
    "token": "0a1b2c3d",
    "channel": "shop",
    "name": "Ada Byron",
    "email": "ada@example.com",
    "street": LONDON.street,
    "city": LONDON.city,
    "postal_code": LONDON.postal_code,
    "country": "gb",
    "terms": "prepaid",
    "sku-1": "A",
    "quantity-1": "3",
    "price-1": "10.00",
}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def stocked(merchant: Merchant) -> Merchant:
    merchant.tax("GB", "20")
    merchant.stock("A", 5)
    return merchant


def test_an_order_that_is_typed_says_what_it_comes_to_and_books_nothing(sign_in: SignIn, stocked: Merchant) -> None:
    typed = {**TYPED, "discount": "10%", "discount_label": "Loyal", "shipping": "own", "shipping_amount": "4.50"}

    shown = text_of(sign_in("service agent").post("/orders/new", typed, **HTMX))

    assert "Place order 31.50 GBP" in shown
    assert "−3.00 discount" in shown
    assert "Tax inside the goods" in shown
    assert "4.50" in shown
    assert stocked.rows("select count(*) from orders_order") == [(0,)]


def test_what_is_not_in_stock_is_said_before_anybody_promises_it(sign_in: SignIn, stocked: Merchant) -> None:
    shown = text_of(sign_in("service agent").post("/orders/new", {**TYPED, "quantity-1": "8"}, **HTMX))

    assert "3 must be waited for" in shown
    assert "No day can be promised for all of it." in shown


def test_two_submits_place_one_order_and_both_lead_to_it(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("service agent")

    first = browser.post("/orders/new", {**TYPED, "do": "place"}, **HTMX)
    second = browser.post("/orders/new", {**TYPED, "do": "place"}, **HTMX)

    ((order_id, name, total, state),) = stocked.rows("select id, customer_name, total_minor, state from orders_order")
    assert (name, total, state) == ("Ada Byron", 3000, "confirmed")
    assert first["HX-Redirect"] == second["HX-Redirect"] == f"/orders/{order_id}"


def test_a_token_that_placed_another_order_is_refused_in_place(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("service agent")
    browser.post("/orders/new", {**TYPED, "do": "place"}, **HTMX)

    shown = text_of(browser.post("/orders/new", {**TYPED, "quantity-1": "2", "do": "place"}, **HTMX))

    assert "Idempotency key reused" in shown
    assert stocked.rows("select count(*) from orders_order") == [(1,)]


def test_a_scanned_barcode_adds_a_line_and_the_same_again_another_unit(sign_in: SignIn, stocked: Merchant) -> None:
    with stocked.engine.connection() as connection:
        connection.execute("insert into catalog_barcode (code, sku_id) select '4006381333931', id from catalog_sku")
    browser = sign_in("service agent")

    once = text_of(browser.post("/orders/new", {"find": "4006381333931", "do": "enter"}, **HTMX))
    twice = text_of(
        browser.post("/orders/new", {"find": "4006381333931", "do": "enter", "sku-1": "A", "quantity-1": "1"}, **HTMX)
    )

    assert 'name="sku-1" value="A"' in once
    assert 'id="quantity-1" inputmode="decimal" value="2"' in twice
    assert 'name="sku-2"' not in twice


def test_articles_are_found_by_a_piece_of_their_name(sign_in: SignIn, stocked: Merchant) -> None:
    shown = text_of(sign_in("service agent").post("/orders/new", {"find": "rticle a"}, **HTMX))

    assert 'value="add:A"' in shown
    assert "5 in stock" in shown


def test_a_customer_brings_address_and_terms(sign_in: SignIn, stocked: Merchant) -> None:
    customer_id = stocked.customer("Babbage & Co", email="mill@example.com", payment_terms_days=30)
    browser = sign_in("service agent")

    found = text_of(browser.post("/orders/new", {"who": "babb"}, **HTMX))
    chosen = text_of(browser.post("/orders/new", {"who": "babb", "do": f"customer:{customer_id}"}, **HTMX))

    assert f'value="customer:{customer_id}"' in found
    assert 'value="Babbage &amp; Co"' in chosen
    assert '<option value="on_invoice" selected>' in chosen


def test_a_new_customer_is_kept_once_where_that_is_wished(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("service agent")
    typed = {**TYPED, "register": "on", "do": "place"}

    browser.post("/orders/new", typed, **HTMX)
    browser.post("/orders/new", typed, **HTMX)

    assert stocked.rows("select name, email from parties_customer") == [("Ada Byron", "ada@example.com")]
    assert stocked.rows("select count(*) from orders_order where customer_id is not null") == [(1,)]


def test_what_cannot_be_read_is_said_in_place_and_stays(sign_in: SignIn, stocked: Merchant) -> None:
    shown = text_of(
        sign_in("service agent").post("/orders/new", {**TYPED, "quantity-1": "three", "do": "place"}, **HTMX)
    )

    assert 'role="alert"' in shown
    assert 'value="three"' in shown
    assert stocked.rows("select count(*) from orders_order") == [(0,)]


def test_a_draft_is_kept_without_a_promise(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("service agent")

    browser.post("/orders/new", {**TYPED, "do": "draft"}, **HTMX)
    browser.post("/orders/new", {**TYPED, "do": "draft"}, **HTMX)

    assert stocked.rows("select state from orders_order") == [("draft",)]
    assert stocked.rows("select count(*) from inventory_allocation") == [(0,)]


def test_a_draft_is_placed_on_its_page(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("service agent")
    here = browser.post("/orders/new", {**TYPED, "do": "draft"}, **HTMX)["HX-Redirect"]

    shown = text_of(browser.get(here))
    browser.post(f"{here}/place", {"version": "1"})

    assert "Place draft" in shown
    assert stocked.rows("select state, total_minor from orders_order") == [("confirmed", 3000)]


def test_it_works_without_scripts(sign_in: SignIn, stocked: Merchant) -> None:
    answer = sign_in("service agent").post("/orders/new", {**TYPED, "do": "place"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/orders/")


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_place_orders_sees_the_sheet(sign_in: SignIn, merchant: Merchant, role: str) -> None:
    may = role in ("owner", "order manager", "service agent")

    assert sign_in(role).get("/orders/new").status_code == (200 if may else 403)
    assert ("New order" in text_of(sign_in(role).get("/orders"))) is may


def test_a_shop_without_a_channel_is_told_that_it_needs_one(sign_in: SignIn, engine: TestEngine) -> None:
    assert "there is no channel yet" in text_of(sign_in("owner").get("/orders/new"))
