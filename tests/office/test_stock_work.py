"""Goods are taken in, counted, corrected, set aside, sent elsewhere and expected from the page of a SKU."""

import pytest

from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line

LEVEL = "select on_hand, unavailable, safety_stock from inventory_level order by location_id"


def at(name: str, location: str = "LON") -> str:
    return f"/stock/do/{name}?sku=A&location={location}"


@pytest.fixture
def stocked(merchant: Merchant) -> Merchant:
    merchant.stock("A", 10)
    merchant.location("PAR")
    return merchant


def test_a_count_is_shown_with_its_difference_before_it_stands_in_the_books(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("warehouse")
    form = {"counted": "7", "bucket": "available"}

    preview = text_of(browser.post(at("count"), {**form, "preview": "1"}))
    before = stocked.rows(LEVEL)
    done = browser.post(at("count"), form)

    assert "10 → <b>7</b>" in preview
    assert "<b>-3</b>" in preview
    assert before == [(10, 0, 0)]
    assert stocked.rows(LEVEL) == [(7, 0, 0)]
    assert done["HX-Redirect"] == "/stock?sku=A"


@pytest.mark.parametrize(
    ("name", "form", "after"),
    [
        ("receive", {"quantity": "5", "reference": "D-1"}, (15, 0, 0)),
        ("adjust", {"change": "-2", "reason": "lost"}, (8, 0, 0)),
        ("set-aside", {"quantity": "3", "bucket": "damaged", "reason": "wet"}, (10, 3, 0)),
        ("scrap", {"quantity": "1", "bucket": "available", "reason": "broken"}, (9, 0, 0)),
        ("safety", {"quantity": "4"}, (10, 0, 4)),
    ],
)
def test_what_is_done_with_units_stands_in_the_level(
    sign_in: SignIn, stocked: Merchant, name: str, form: dict[str, str], after: tuple[int, int, int]
) -> None:
    sign_in("warehouse").post(at(name), form)

    assert stocked.rows(LEVEL) == [after]


def test_more_than_there_is_is_refused_in_place_and_what_was_typed_stays(sign_in: SignIn, stocked: Merchant) -> None:
    shown = text_of(sign_in("warehouse").post(at("set-aside"), {"quantity": "11", "bucket": "quality"}))

    assert 'role="alert"' in shown
    assert 'value="11"' in shown
    assert stocked.rows(LEVEL) == [(10, 0, 0)]


def test_units_go_to_another_location_and_arrive_there(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("warehouse")
    browser.post(at("transfer"), {"to": "PAR", "quantity": "4", "reference": "van"})
    ((transfer_id,),) = stocked.rows("select id from inventory_transfer")

    page = text_of(browser.get("/stock?sku=A"))
    browser.post(f"/stock/transfers/{transfer_id}/receive?sku=A", {"quantity": "3"})
    browser.post(f"/stock/transfers/{transfer_id}/close?sku=A", {"reason": "one fell off"})

    assert "4 of 4 on the way from LON to PAR" in page
    assert stocked.rows(LEVEL) == [(6, 0, 0), (3, 0, 0)]
    assert stocked.rows("select state from inventory_transfer") == [("closed",)]


def test_what_is_expected_is_taken_in_put_off_and_ended(sign_in: SignIn, stocked: Merchant) -> None:
    browser = sign_in("warehouse")
    browser.post(at("expect", "PAR"), {"quantity": "6", "expected_on": "2026-05-04", "reference": "PO 7"})
    ((key,),) = stocked.rows("select id from inventory_incoming")

    page = text_of(browser.get("/stock?sku=A"))
    browser.post(f"/stock/incoming/{key}/reschedule?sku=A", {"expected_on": "2026-05-11"})
    browser.post(f"/stock/incoming/{key}/receive?sku=A", {"quantity": "2"})
    between = stocked.rows("select received_quantity, expected_at::date::text, state from inventory_incoming")
    browser.post(f"/stock/incoming/{key}/close?sku=A", {"reason": "discontinued"})

    assert "0 of 6 came to PAR" in page
    assert f"/stock/incoming/{key}/cancel?sku=A" in page
    assert between == [(2, "2026-05-11", "expected")]
    assert stocked.rows("select state from inventory_incoming") == [("received",)]
    assert browser.get(f"/stock/incoming/{key}/receive?sku=A").status_code == 404


def test_a_count_that_takes_units_from_an_order_says_so_before(sign_in: SignIn, stocked: Merchant) -> None:
    stocked.place(line("A", 9, "10.00"))

    preview = text_of(sign_in("warehouse").post(at("count"), {"counted": "8", "bucket": "available", "preview": "1"}))

    assert "Missing for orders; they are sourced anew" in preview


def test_goods_sold_by_measure_are_typed_with_decimals(sign_in: SignIn, stocked: Merchant) -> None:
    stocked.sku("ROPE", quantity_scale=2)
    browser = sign_in("warehouse")

    browser.post("/stock/do/receive?sku=ROPE&location=LON", {"quantity": "2.50"})
    refused = text_of(browser.post("/stock/do/receive?sku=ROPE&location=LON", {"quantity": "0.125"}))

    assert stocked.rows("select on_hand from inventory_level where sku_id = %s", stocked.sku_id("ROPE")) == [(250,)]
    assert "at most 2 decimals." in refused


def test_items_have_their_names_and_only_some_roles_change_them(sign_in: SignIn, stocked: Merchant) -> None:
    reading = sign_in("analyst")

    assert "Article A" in text_of(reading.get("/stock"))
    assert "/stock/do/" not in text_of(reading.get("/stock?sku=A"))
    assert "inventory.count_stock" in text_of(reading.post(at("count"), {"counted": "1", "bucket": "available"}))
    assert stocked.rows(LEVEL) == [(10, 0, 0)]


@pytest.mark.parametrize("address", ["/stock/do/count?sku=B&location=LON", "/stock/do/count?sku=A&location=X"])
def test_what_does_not_exist_is_not_found(sign_in: SignIn, stocked: Merchant, address: str) -> None:
    assert sign_in("warehouse").get(address).status_code == 404
