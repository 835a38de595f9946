"""Lists: act on many with an answer for each, take away what is shown, go on page by page."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from ordino.exceptions.commands import RaiseException
from ordino.office.exporting import safe_text
from ordino.office.roles import ROLES
from ordino.orders.commands import HoldOrder
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.returns.world import Returns
from tests.support.merchant import Merchant, line


@pytest.fixture
def orders(merchant: Merchant) -> list[int]:
    """Three confirmed orders of 20.00."""
    merchant.stock("A", 20)
    return [merchant.place(line("A", 2, "10.00"), payment_terms="paid_elsewhere") for _ in range(3)]


def test_many_orders_are_released_with_an_answer_for_each(
    sign_in: SignIn, merchant: Merchant, orders: list[int]
) -> None:
    merchant.completed(HoldOrder(order_id=orders[1], reason="address"))
    browser = sign_in("order manager")
    picks = {"pick": [str(key) for key in orders]}

    opened = text_of(browser.post("/bulk/orders/release", picks))
    nothing = merchant.rows("select count(*) from fulfillment_order")
    done = text_of(browser.post("/bulk/orders/release", {**picks, "submit": "1"}))

    assert opened.count("can be done") == 2
    assert "Release 2" in opened
    assert "Release these holds first." in opened
    assert nothing == [(0,)]
    assert "2 done, 1 refused." in done
    assert merchant.rows("select order_id from fulfillment_order order by 1") == [(orders[0],), (orders[2],)]


def test_a_long_run_goes_on_where_it_was_left_and_does_no_row_twice(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A", 100)
    placed = [merchant.place(line("A", 1, "1.00"), payment_terms="paid_elsewhere") for _ in range(25)]
    merchant.completed(HoldOrder(order_id=placed[0], reason="address"))
    browser = sign_in("order manager")

    picks = {"pick": [str(placed[0])], "every": "stage=release"}
    begun = text_of(browser.post("/bulk/orders/release", {**picks, "submit": "1"}))
    after_one_piece = merchant.rows("select count(*) from fulfillment_order")
    listed = text_of(browser.get("/orders"))
    address = re.search(r"/bulk/runs/\d+", listed)
    assert address is not None
    merchant.rows(
        "update office_bulk_run set results = '[]' returning id"
    )  # as if it was killed before it kept the answers
    for _ in range(2):
        finished = text_of(browser.post(address[0]))

    assert "20 of 25" in begun
    assert after_one_piece == [(20,)]
    assert "Release: 20 of 25, go on" in listed
    assert "24 done, 1 refused." in finished
    assert merchant.rows("select count(*), count(distinct order_id) from fulfillment_order") == [(24, 24)]
    assert "/bulk/runs/" not in text_of(browser.get("/orders"))
    assert sign_in("owner").get(address[0]).status_code == 404


def test_what_is_needed_is_asked_before_anything_is_booked(
    sign_in: SignIn, merchant: Merchant, orders: list[int]
) -> None:
    browser = sign_in("order manager")
    picks = {"pick": [str(key) for key in orders]}

    opened = text_of(browser.post("/bulk/orders/prioritize", picks))
    wrong = text_of(browser.post("/bulk/orders/prioritize", {**picks, "priority": "first", "submit": "1"}))
    browser.post("/bulk/orders/prioritize", {**picks, "priority": "9", "submit": "1"})

    assert "Fill in what is needed" in opened
    assert "is not a whole number" in wrong
    assert 'value="first"' in wrong
    assert merchant.rows("select priority from orders_order") == [(9,)] * 3


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_do_it_to_one_may_do_it_to_many(
    sign_in: SignIn, merchant: Merchant, orders: list[int], role: str
) -> None:
    may = role in ("owner", "order manager", "service agent")
    form = {"pick": [str(key) for key in orders], "reason": "asked", "submit": "1"}

    answer = sign_in(role).post("/bulk/orders/cancel", form)

    assert answer.status_code == (200 if may else 403)
    assert merchant.rows("select distinct state from orders_order") == [("canceled" if may else "confirmed",)]
    assert ("/bulk/orders/cancel" in text_of(sign_in(role).get("/orders?stage=all"))) is may


def test_many_exceptions_get_an_owner(sign_in: SignIn, merchant: Merchant) -> None:
    for subject in ("test/1", "test/2"):
        merchant.completed(RaiseException(exception_kind="parcel_lost", subject=subject))
    keys = [str(key) for (key,) in merchant.rows("select id from exceptions_exception")]

    sign_in("warehouse").post("/bulk/exceptions/assign", {"pick": keys, "owner": "ada", "submit": "1"})

    assert merchant.rows("select owner from exceptions_exception") == [("ada",)] * 2


def test_an_action_that_does_not_exist_is_not_found(sign_in: SignIn, site: None) -> None:
    assert sign_in("owner").post("/bulk/orders/explode", {}).status_code == 404
    assert sign_in("owner").post("/bulk/everything/release", {}).status_code == 404


def test_the_list_is_taken_away_as_it_is_filtered(sign_in: SignIn, merchant: Merchant, orders: list[int]) -> None:
    merchant.place(line("A", 1, "3.00"), customer_name="=cmd|' /C calc'!A1", payment_terms="paid_elsewhere")
    sign_in("owner").post("/bulk/orders/cancel", {"pick": [str(orders[0])], "reason": "asked", "submit": "1"})

    answer = sign_in("read-only").get("/orders?stage=open&export=csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"].startswith('attachment; filename="orders-')
    assert [row["total"] for row in rows] == ["3.00", "20.00", "20.00"]
    assert rows[0]["customer name"] == "'=cmd|' /C calc'!A1"
    assert {row["state"] for row in rows} == {"confirmed"}


def test_a_workbook_holds_numbers_as_numbers(sign_in: SignIn, merchant: Merchant, orders: list[int]) -> None:
    answer = sign_in("read-only").get("/orders?stage=all&export=xlsx")

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    table = list(sheet.iter_rows(values_only=True))
    assert len(table) == 4
    assert dict(zip(table[0], table[1], strict=True))["total"] == 20


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_begins_like_a_formula_is_defused(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "address",
    [
        "/holds",
        "/stock",
        "/customers",
        "/exceptions",
        "/fulfillment",
        "/fulfillment?step=ready",
        "/shipments",
        "/shipments?tab=late",
        "/returns",
        "/money",
        "/money?tab=overdue",
        "/money?tab=credit-notes",
        "/money?tab=payments",
        "/money?tab=refunds",
    ],
)
def test_every_list_can_be_taken_away(sign_in: SignIn, merchant: Merchant, orders: list[int], address: str) -> None:
    joined = f"{address}{'&' if '?' in address else '?'}export=csv"

    answer = sign_in("read-only").get(joined)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert sign_in().get(joined).status_code == 302


def test_money_goes_on_page_by_page(sign_in: SignIn, engine: TestEngine) -> None:
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.stock("A", 60)
    for _ in range(51):
        shop.deliver(shop.place(line("A", 1, "10.00")), delivered=False)
    browser = sign_in("finance")

    first = text_of(browser.get("/money"))
    before = first.partition("&amp;before=")[2].partition('"')[0]
    second = text_of(browser.get(f"/money?tab=invoices&before={before}"))

    assert first.count('data-s="who"') == 50
    assert second.count('data-s="who"') == 1
    assert 'rel="next"' not in second


def test_home_counts_what_happened_unexpectedly(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.completed(RaiseException(exception_kind="parcel_lost", subject="test/1"))

    shown = text_of(sign_in("read-only").get("/"))

    assert ">1 exception</a> is open" in shown
    assert 'href="/exceptions?kind=parcel_lost"' in shown


def test_lists_read_from_their_old_end_follow_without_gap_or_repeat(sign_in: SignIn, engine: TestEngine) -> None:
    shop = _returning(engine, 51)
    browser = sign_in("owner")

    for page, table in TABLES.items():
        first = browser.get(f"/{page}?{'stage' if page == 'orders' else 'tab'}=all&sort=oldest")
        following = re.search(r'href="(\?[^"]*)" rel="next"', text_of(first))
        assert following is not None
        second = browser.get(f"/{page}{following[1].replace('&amp;', '&')}")

        keys = [_key(row) for answer in (first, second) for row in answer.context["rows"]]
        assert keys == [key for (key,) in shop.rows(f"select id from {table} order by id")]
        assert 'aria-sort="ascending"' in text_of(first)


def test_columns_are_hidden_for_one_person_and_in_a_view_for_all(
    sign_in: SignIn, merchant: Merchant, orders: list[int]
) -> None:
    browser, other = sign_in("owner"), sign_in("analyst")
    wanted = {"page": "orders", "query": "stage=all", "column": ["placed", "customer", "needs", "fulfillment", "total"]}

    back = browser.post("/columns", wanted)
    mine, others = text_of(browser.get("/orders?stage=all")), text_of(other.get("/orders?stage=all"))
    browser.post(
        "/views", {"page": "orders", "name": "short", "query": "stage=all&hide=payment,return", "shared": "on"}
    )
    view = text_of(other.get("/orders?stage=all&hide=payment,return,order"))

    assert back["Location"] == "/orders?stage=all"
    assert "o-cards hide-7 hide-8 hide-9 " in mine
    assert 'name="query" value="stage=all&amp;hide=invoice,payment,return"' in mine
    assert "hide-" not in others.split("data-rows")[0].split("o-cards")[1]
    assert "o-cards hide-6 hide-8 " in view
    assert browser.post("/columns", {"page": "nothing"}).status_code == 404


TABLES = {
    "orders": "orders_order",
    "returns": "returns_return",
    "customers": "parties_customer",
    "shipments": "delivery_shipment",
}


def _key(row: Any) -> int:
    return int(row[0].id if isinstance(row, tuple) else row.id)


def _returning(engine: TestEngine, units: int) -> Returns:
    """As many orders, customers, shipments and returns as asked for."""
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    shop.policy(window_days=None)
    shop.stock("A", units)
    for number in range(units):
        order_id = shop.place(line("A", 1, "1.00"), customer_id=shop.customer(f"Customer {number}"))
        shop.deliver(order_id)
        shop.request(order_id, (1, 1))
    return shop
