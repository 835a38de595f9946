"""Colleagues on an order's page: notes, owner, watchers; and everybody's own desk."""

import pytest

from ordino.office.roles import ROLES
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.support.merchant import Merchant, line


@pytest.fixture
def order_id(merchant: Merchant) -> int:
    merchant.stock("A", 5)
    return merchant.place(line("A", 1, "10.00"), payment_terms="paid_elsewhere")


def test_a_note_is_read_by_whom_it_mentions(sign_in: SignIn, merchant: Merchant, order_id: int) -> None:
    sign_in("service agent").post(f"/orders/{order_id}/note", {"text": "<b>Gift</b>, wrap it @warehouse"})

    shown = text_of(sign_in("read-only").get(f"/orders/{order_id}"))
    desk = text_of(sign_in("warehouse").get("/mine"))

    assert "&lt;b&gt;Gift&lt;/b&gt;, wrap it @warehouse" in shown
    assert "Watched by warehouse." in shown
    assert "wrap it @warehouse" in desk
    assert f'href="/orders/{order_id}"' in desk
    assert "wrap it" not in text_of(sign_in("finance").get("/mine"))


def test_an_order_gets_an_owner_and_watchers(sign_in: SignIn, merchant: Merchant, order_id: int) -> None:
    browser = sign_in("service agent")

    browser.post(f"/orders/{order_id}/assign", {"owner": "finance"})
    browser.post(f"/orders/{order_id}/watch", {})
    shown = text_of(browser.get(f"/orders/{order_id}"))

    assert "finance's order" in shown.replace("&#x27;", "'")
    assert "Watched by service agent." in shown
    assert f"/orders/{order_id}/unwatch" in shown
    assert f"/orders/{order_id}/watch" not in shown
    assert "mine</span>" in text_of(sign_in("finance").get("/mine"))


@pytest.mark.parametrize("role", ROLES)
def test_who_may_only_read_writes_nothing(sign_in: SignIn, merchant: Merchant, order_id: int, role: str) -> None:
    may = role != "read-only"
    browser = sign_in(role)

    shown = text_of(browser.get(f"/orders/{order_id}"))
    browser.post(f"/orders/{order_id}/note", {"text": "seen"})

    assert ("Write note" in shown) is may
    assert merchant.rows("select count(*) from notes_note") == [(int(may),)]
