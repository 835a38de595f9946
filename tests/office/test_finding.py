"""Saved views, scans from anywhere, the fraud review."""

import psycopg
import pytest

from ordino.fraud.commands import SetFraudRules
from ordino.fraud.decide.defaults import DEFAULT_RULES
from ordino.office.roles import ROLES
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


def test_a_view_is_kept_with_its_filters_and_not_its_place(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("service agent")

    kept = browser.post("/views", {"page": "orders", "name": "Web, held", "query": "stage=open&channel=shop&after=xyz"})
    shown = text_of(browser.get("/orders"))

    assert kept["Location"] == "/orders?stage=open&channel=shop"
    assert 'href="/orders?stage=open&amp;channel=shop"' in shown
    assert "Web, held" in shown
    assert "Web, held" not in text_of(browser.get("/holds"))


def test_a_view_is_ones_own_until_it_is_shared(sign_in: SignIn, merchant: Merchant) -> None:
    mine = sign_in("service agent")
    mine.post("/views", {"page": "orders", "name": "Not yet packed", "query": "stage=open"})
    mine.post("/views", {"page": "orders", "name": "Ours", "query": "stage=all", "shared": "on"})

    theirs = text_of(sign_in("warehouse").get("/orders"))

    assert "Not yet packed" in text_of(mine.get("/orders"))
    assert "Not yet packed" not in theirs
    assert "Ours" in theirs
    assert "by service agent" in theirs


def test_a_known_name_takes_the_new_filters(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("service agent")
    browser.post("/views", {"page": "orders", "name": "Mine", "query": "stage=open"})
    browser.post("/views", {"page": "orders", "name": "Mine", "query": "stage=done"})

    assert merchant.rows("select query from office_saved_view") == [("stage=done",)]


def test_only_ones_own_view_is_forgotten(sign_in: SignIn, merchant: Merchant) -> None:
    mine = sign_in("service agent")
    mine.post("/views", {"page": "orders", "name": "Ours", "query": "stage=all", "shared": "on"})
    ((view_id,),) = merchant.rows("select id from office_saved_view")

    assert sign_in("warehouse").post(f"/views/{view_id}/forget").status_code == 404
    assert mine.post(f"/views/{view_id}/forget")["Location"] == "/orders"
    assert merchant.rows("select count(*) from office_saved_view") == [(0,)]


def test_only_lists_have_views(sign_in: SignIn, site: None) -> None:
    assert sign_in("owner").post("/views", {"page": "audit", "name": "x", "query": ""}).status_code == 404


@pytest.mark.parametrize("name", ["  ", "Mine"])
def test_the_database_holds_the_rules_of_views(sign_in: SignIn, merchant: Merchant, name: str) -> None:
    sign_in("service agent").post("/views", {"page": "orders", "name": "Mine", "query": "stage=open"})
    copy = "insert into office_saved_view (owner_id, page, name, query) select owner_id, page, %s, '' from office_saved_view"

    with merchant.engine.connection() as connection, pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(copy, [name])


def test_a_scan_opens_what_bears_the_code(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.stock("A-100", 5)
    merchant.run("insert into catalog_barcode (code, sku_id) select '4006381333931', id from catalog_sku")
    order_id = merchant.place(line("A-100", 1, "10.00"), external_reference="WEB-77")
    browser = sign_in("read-only")

    def leads_to(code: str) -> str:
        return browser.get("/scan", {"code": code})["Location"]

    assert leads_to("4006381333931") == "/stock?sku=A-100"
    assert leads_to("WEB-77") == leads_to(str(order_id)) == f"/orders/{order_id}"
    assert leads_to("nobody knows") == "/orders?q=nobody+knows"


@pytest.fixture
def suspected(merchant: Merchant) -> int:
    """An order that the rules hold."""
    merchant.completed(SetFraudRules(hold_at=1, rules=DEFAULT_RULES))
    merchant.stock("A", 5000)
    return merchant.place(line("A", 4000, "10.00"), email="x@mailinator.com", payment_terms="paid_elsewhere")


def test_a_suspicion_is_shown_with_its_reasons_and_decided(sign_in: SignIn, merchant: Merchant, suspected: int) -> None:
    browser = sign_in("order manager")

    shown = text_of(browser.get("/fraud"))
    preview = text_of(browser.post(f"/fraud/{suspected}/accept", {"note": "known by phone", "preview": "1"}))
    before = merchant.holds(suspected)
    browser.post(f"/fraud/{suspected}/accept", {"note": "known by phone"})

    assert f'href="/orders/{suspected}"' in shown
    assert "points, held from 1" in shown
    assert "none → <b>accept</b>" in preview
    assert before == ["fraud"]
    assert merchant.holds(suspected) == []
    assert "No order waits for a verdict." in text_of(browser.get("/fraud"))


@pytest.mark.parametrize("role", ROLES)
def test_only_some_roles_decide_about_fraud(sign_in: SignIn, merchant: Merchant, suspected: int, role: str) -> None:
    may = role in ("owner", "order manager")
    browser = sign_in(role)

    browser.post(f"/fraud/{suspected}/reject", {"note": "stolen card"})

    assert (merchant.order_row(suspected, "state") == ("canceled",)) is may


def test_what_was_never_assessed_has_no_review(sign_in: SignIn, engine: TestEngine) -> None:
    assert sign_in("owner").get("/fraud/77/accept").status_code == 404
