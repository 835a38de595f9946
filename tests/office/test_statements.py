"""A page asks the database as often for many rows as for one."""

import pytest
from django.test import Client

from tests.fulfillment.house import House
from tests.office.conftest import SignIn
from tests.support.merchant import Merchant
from tests.support.statements import count_statements

LISTS = (
    "/",
    "/orders",
    "/holds",
    "/exceptions",
    "/fulfillment",
    "/shipments",
    "/returns",
    "/stock",
    "/stock?sku=A",
    "/money",
    "/mine",
    "/insight",
)
BENCHES = ("/pick", "/pack", "/hand-over", "/fulfillment?step=ready")


def statements(browser: Client, monkeypatch: pytest.MonkeyPatch, address: str) -> list[bytes]:
    """The statements that a page reads with."""
    with monkeypatch.context() as patched:
        counted = count_statements(patched)
        assert browser.get(address).status_code == 200
    return counted


def test_pages_do_not_ask_row_by_row(sign_in: SignIn, merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(merchant.engine)
    house.stock("A", 90)
    browser = sign_in("owner")

    def a_day_of_one_more() -> int:
        house.order(("A", 1))
        house.released(("A", 1))
        order_id, _ = house.picked(("A", 1), ("A", 1))
        return order_id

    first = a_day_of_one_more()
    once = {address: statements(browser, monkeypatch, address) for address in (*LISTS, *BENCHES)}
    one_line = statements(browser, monkeypatch, f"/orders/{first}")
    for _ in range(3):
        a_day_of_one_more()
    wide, _ = house.picked(*[("A", 1)] * 6)

    assert {address: statements(browser, monkeypatch, address) for address in (*LISTS, *BENCHES)} == once
    assert statements(browser, monkeypatch, f"/orders/{wide}") == one_line
    assert all(len(names) <= 12 for names in once.values())
