"""Purchasing from the first supplier to the paid invoice, each step as its role has it."""

import re

from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.office.test_access import text_of
from tests.procurement.world import Buyer
from tests.support.merchant import Merchant


def test_a_buyer_registers_a_supplier_and_sets_its_first_price(sign_in: SignIn, merchant: Merchant) -> None:
    merchant.sku("A")
    browser = sign_in("buyer")
    terms = {"currency": "EUR", "tolerance_percent": "1.5", "payment_days": "14", "active": "yes"}
    form = {**terms, "code": "NORTH", "name": "North Ltd"}
    price = {"sku": "A", "unit_price": "3.25", "minimum_quantity": "10", "lead_time_days": "7"}

    registered = browser.post("/suppliers/new/set", form)
    priced = browser.post("/suppliers/NORTH/price", price)
    listed = text_of(browser.get("/purchasing?tab=suppliers"))
    shown = text_of(browser.get("/suppliers/NORTH"))

    assert (registered["HX-Redirect"], priced["HX-Redirect"]) == ("/purchasing?tab=suppliers", "/suppliers/NORTH")
    assert "North Ltd" in listed
    assert "3.25" in shown
    assert "Draft order" in shown


def test_an_order_is_drafted_sent_received_with_a_rest_invoiced_and_paid(sign_in: SignIn, engine: TestEngine) -> None:
    buyer = Buyer(engine)
    browser = sign_in("buyer")
    wanted = {"location": "LON", "units-0": "10", "units-1": "20", "reference": "spring"}

    preview = text_of(browser.post("/suppliers/ACME/draft", {**wanted, "preview": "1"}))
    address = browser.post("/suppliers/ACME/draft", wanted)["HX-Redirect"]
    browser.post(f"{address}/send", {})
    sign_in("warehouse").post(f"{address}/receive", {"units-1": "10", "units-2": "15", "reference": "D-7"})
    shown = text_of(browser.get(address))
    billed = {"units-1": "10", "price-1": "4.00", "units-2": "0", "price-2": "2.50"}
    bill = {**billed, "number": "R-1", "invoiced_on": "2026-03-02"}
    browser.post(f"{address}/invoice", bill)
    ((invoice_id,),) = buyer.rows("select id from procurement_supplier_invoice")
    finance = sign_in("finance")
    finance.post(f"{address}/invoices/{invoice_id}/approve", {})
    finance.post(f"{address}/invoices/{invoice_id}/pay", {"reference": "bank 9"})

    # 10 x 4.00 and 20 x 2.50
    assert "90.00 EUR" in preview
    assert "15 of 20" in shown
    assert "D-7" in shown
    assert buyer.rows("select state, total_minor from procurement_supplier_invoice") == [("paid", 4000)]
    assert buyer.rows("select state from procurement_purchase_order") == [("partially_received",)]
    assert re.search(r"R-1.*Paid", text_of(browser.get("/purchasing?tab=invoices")), re.DOTALL)


def test_who_may_not_buy_looks_but_is_refused_in_place(sign_in: SignIn, engine: TestEngine) -> None:
    buyer = Buyer(engine)
    order_id = buyer.draft(("A", 5))
    browser = sign_in("service agent")

    shown = text_of(browser.get(f"/purchasing/{order_id}"))
    refused = text_of(browser.post(f"/purchasing/{order_id}/send", {}))

    assert f"/purchasing/{order_id}/send" not in shown
    assert "procurement.send_purchase_order" in refused
    assert buyer.state(order_id) == "draft"


def test_what_there_is_not_is_not_found(sign_in: SignIn, merchant: Merchant) -> None:
    browser = sign_in("owner")

    addresses = ("/purchasing/9", "/purchasing/9/send", "/suppliers/NOBODY", "/suppliers/new/draft", "/quotes/9")
    assert [browser.get(address).status_code for address in addresses] == [404] * 5
