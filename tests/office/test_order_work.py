"""The goods and the money of one order on its page: release, pay, give back, ask back; documents as PDF."""

import pytest

from ordino.office.roles import ROLES
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.returns.world import Returns
from tests.support.merchant import line


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    """A merchant with VAT of 20 %, a location and a carrier."""
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    return shop


def test_releasing_shows_how_many_units_go_to_work_and_then_does_it(sign_in: SignIn, shop: Returns) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 2, "10.00"))
    browser = sign_in("warehouse")

    preview = text_of(browser.post(f"/orders/{order_id}/release", {"preview": "1"}))
    before = shop.lines(order_id, "allocated, released")
    done = browser.post(f"/orders/{order_id}/release", {})

    assert "0 → <b>2</b>" in preview
    assert "fulfillment released" in preview
    assert before == [(2, 0)]
    assert shop.lines(order_id, "allocated, released") == [(0, 2)]
    assert done["HX-Redirect"] == f"/orders/{order_id}"


def test_a_payment_by_hand_is_recorded_with_its_exact_amount(sign_in: SignIn, shop: Returns) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 2, "10.00"))
    browser = sign_in("finance")

    opened = text_of(browser.get(f"/orders/{order_id}/payment"))
    form = {"amount": "12.50", "method": "cash", "reference": "till 7"}
    preview = text_of(browser.post(f"/orders/{order_id}/payment", {**form, "preview": "1"}))
    browser.post(f"/orders/{order_id}/payment", form)

    assert 'value="20.00"' in opened
    assert "0.00 → <b>12.50 GBP</b>" in preview
    assert shop.order_row(order_id, "captured_minor, payment_status") == (1250, "partially_paid")


def test_giving_back_more_than_was_captured_is_refused_in_place(sign_in: SignIn, shop: Returns) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 2, "10.00"))
    browser = sign_in("order manager")
    browser.post(f"/orders/{order_id}/payment", {"amount": "20.00", "method": "cash"})

    form = {"amount": "20.01", "reason": "goodwill", "to": "original", "reference": "office/1"}
    shown = text_of(browser.post(f"/orders/{order_id}/refund", form))

    assert 'role="alert"' in shown
    assert 'value="20.01"' in shown
    assert shop.rows("select count(*) from payments_refund") == [(0,)]


def test_what_is_no_amount_is_refused_in_place(sign_in: SignIn, shop: Returns) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 2, "10.00"))

    shown = text_of(sign_in("finance").post(f"/orders/{order_id}/payment", {"amount": "a lot", "method": "cash"}))

    assert 'role="alert"' in shown
    assert 'value="a lot"' in shown
    assert shop.rows("select count(*) from payments_payment") == [(0,)]


def test_units_are_asked_back_and_stand_on_the_page(sign_in: SignIn, shop: Returns) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 3, "10.00"))
    shop.policy(window_days=None)
    shop.deliver(order_id)
    browser = sign_in("service agent")

    browser.post(f"/orders/{order_id}/return", {"units-1": "2", "reason": "size"})
    shown = text_of(browser.get(f"/orders/{order_id}"))

    assert shop.rows("select line_number, quantity, reason from returns_line") == [(1, 2, "size")]
    assert "To approve" in shown
    assert "Shipments" in shown
    assert "Delivered" in shown


@pytest.mark.parametrize("role", ROLES)
def test_everybody_in_the_office_reads_the_invoice(sign_in: SignIn, shop: Returns, role: str) -> None:
    shop.stock("A", 5)
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id)
    ((number,),) = shop.rows("select number from billing_invoice")

    answer = sign_in(role).get(f"/invoices/{number}.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert sign_in().get(f"/invoices/{number}.pdf").status_code == 302
    assert sign_in("stranger").get(f"/invoices/{number}.pdf").status_code == 403


def test_a_document_that_does_not_exist_is_not_found(sign_in: SignIn, shop: Returns) -> None:
    assert sign_in("owner").get("/invoices/INV-1.pdf").status_code == 404
    assert sign_in("owner").get("/credit-notes/CN-1.pdf").status_code == 404
