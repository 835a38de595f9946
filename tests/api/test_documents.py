"""Invoices and credit notes over HTTP: found by what is known of them, shown with all that stands on them, and as paper."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.world import Shop
from tests.billing.world import BillingMerchant


@pytest.fixture
def sold(shop: Shop) -> tuple[Shop, int, int]:
    """An order of each channel, shipped and invoiced; of the first a unit is credited."""
    merchant = BillingMerchant(shop.engine)
    own, theirs = shop.place(), shop.place(channel="market")
    for order_id in (own, theirs):
        merchant.ship(order_id, {1: 1})
    merchant.credit(own, {1: 1}, reason="broken")
    return shop, own, theirs


def _numbers(shop: Shop, path: str, secret: str = "") -> list[tuple[str, int]]:
    answer = shop.get(f"/api/v1/{path}", secret=secret)
    assert answer.status_code == 200, answer.text
    return [(item["number"], item["order_id"]) for item in answer.json()["items"]]


def test_documents_are_found_by_what_is_known_of_them(sold: tuple[Shop, int, int]) -> None:
    shop, own, theirs = sold
    (second, _), (first, _) = _numbers(shop, "invoices")
    assert _numbers(shop, f"invoices?order_id={own}") == [(first, own)]
    assert _numbers(shop, f"invoices?number={second}") == [(second, theirs)]
    assert _numbers(shop, "invoices?channel=market") == [(second, theirs)]
    assert _numbers(shop, "invoices?state=paid,partially_paid") == []
    assert _numbers(shop, "invoices?due_before=2000-01-01") == []
    assert _numbers(shop, "invoices?sort=id") == [(first, own), (second, theirs)]
    assert _numbers(shop, "invoices?issued_from=2026-03-02&issued_before=2026-03-03&sort=id")[0] == (first, own)
    assert _numbers(shop, "invoices?issued_before=2026-03-02") == []
    assert [order_id for _, order_id in _numbers(shop, "credit-notes")] == [own]
    assert _numbers(shop, "credit-notes?customer_id=1") == []
    page = shop.get("/api/v1/invoices?limit=1&fields=number,total_minor&sort=-id").json()
    assert page["items"] == [{"number": second, "total_minor": 1250}]
    assert _numbers(shop, f"invoices?limit=1&cursor={page['next']}") == [(first, own)]
    assert shop.get("/api/v1/invoices?state=lost").status_code == 400
    assert shop.get("/api/v1/invoices?sort=number").status_code == 400


@pytest.mark.parametrize("kind", ["invoices", "credit-notes"])
def test_a_document_is_shown_with_its_lines_and_as_paper(sold: tuple[Shop, int, int], kind: str) -> None:
    shop, own, _ = sold
    (listed,) = shop.get(f"/api/v1/{kind}?order_id={own}").json()["items"]

    answer = shop.get(f"/api/v1/{kind}/{listed['id']}")

    told: dict[str, Any] = answer.json()
    assert (told["document"]["number"], told["document"]["total_minor"]) == (listed["number"], 1250)
    assert [(line["sku"], line["quantity"], line["total_minor"]) for line in told["lines"]] == [("MUG", 1, 1250)]
    assert told["bill_to"]["country"] == "GB"
    again = shop.get(f"/api/v1/{kind}/{listed['id']}", **{"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    paper = shop.get(told["pdf"]["href"], secret=None)
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["content-disposition"] == f'attachment; filename="{listed["number"]}.pdf"'
    shop.engine.clock.set(shop.engine.clock() + timedelta(hours=2))
    assert shop.get(told["pdf"]["href"], secret=None).status_code == 404


def test_what_may_be_done_with_an_invoice_depends_on_the_key(sold: tuple[Shop, int, int]) -> None:
    shop, _, _ = sold
    (listed,) = shop.get("/api/v1/invoices?channel=market").json()["items"]
    path = f"/api/v1/invoices/{listed['id']}"
    actions = shop.get(path).json()["permitted_actions"]
    assert {"command": "FlagOverdueInvoice", "method": "POST", "path": f"{path}/flag-overdue"} in actions
    assert shop.get(path, secret=shop.issue("reader", "billing:read")).json()["permitted_actions"] == []


def test_a_key_of_one_channel_sees_the_documents_of_its_orders(sold: tuple[Shop, int, int]) -> None:
    shop, own, theirs = sold
    secret = shop.issue("market-key", "*", channel="market")
    assert [order_id for _, order_id in _numbers(shop, "invoices", secret)] == [theirs]
    assert _numbers(shop, "credit-notes", secret) == []
    (invoice,) = shop.get(f"/api/v1/invoices?order_id={own}").json()["items"]
    assert shop.get(f"/api/v1/invoices/{invoice['id']}", secret=secret).status_code == 404
    assert shop.get("/api/v1/invoices?channel=shop", secret=secret).status_code == 404
    assert shop.get("/api/v1/invoices", secret=shop.issue("orders", "orders:read")).status_code == 403
