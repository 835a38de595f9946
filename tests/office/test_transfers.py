"""Bank transfers that come in: recorded, what is left used or sent back."""

from tests.browser.conftest import shop as shop  # noqa: PLC0414 - a fixture
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.returns.world import Returns
from tests.support.merchant import line


def test_a_transfer_pays_the_invoice_it_names_and_its_rest_is_sent_back(sign_in: SignIn, shop: Returns) -> None:
    customer_id = shop.customer(payment_terms_days=30, credit_limit_minor=100_000)
    shop.stock("A", 9)
    order_id = shop.place(line("A", 3, "10.00"), customer_id=customer_id, payment_terms="on_invoice")
    shop.deliver(order_id)
    ((number,),) = shop.rows("select number from billing_invoice")
    browser = sign_in("finance")
    transfer = {"amount": "50.00", "currency": "GBP", "bank_reference": "B-1"}
    form = {**transfer, "customer_id": str(customer_id), "invoices": number}

    preview = text_of(browser.post("/transfers/record", {**form, "preview": "1"}))
    nothing = shop.rows("select count(*) from billing_transfer")
    done = browser.post("/transfers/record", form)
    shown = text_of(browser.get("/money?tab=transfers"))
    ((key,),) = shop.rows("select id from billing_transfer")
    browser.post(f"/transfers/{key}/return", {"amount": "20.00"})
    over = text_of(browser.get("/money?tab=transfers"))
    paper = text_of(browser.get(f"/invoices/{number}"))

    assert "30.00 GBP" in preview
    assert "20.00 GBP" in preview
    assert nothing == [(0,)]
    assert done["HX-Redirect"] == "/money?tab=transfers"
    assert f"/transfers/{key}/return" in shown
    assert f"/transfers/{key}/return" not in over
    assert f"/invoices/{number}.pdf" in paper


def test_a_transfer_of_nobody_is_refused_in_place(sign_in: SignIn, shop: Returns) -> None:
    form = {"customer_id": "77", "amount": "50.00", "currency": "GBP", "bank_reference": "B-1"}

    refused = text_of(sign_in("finance").post("/transfers/record", form))

    assert 'role="alert"' in refused
    assert 'value="50.00"' in refused
    assert shop.rows("select count(*) from billing_transfer") == [(0,)]
