"""Lists of quotes, and purchase orders, over HTTP."""

from decimal import Decimal

import pytest

from ordino.procurement.commands import DraftPurchaseOrder, RegisterSupplier, SetSupplierItems
from ordino.procurement.rows import SupplierItem, WantedGoods
from tests.api.world import Shop
from tests.quotes.world import Sales, offer


def test_quotes_are_listed(shop: Shop) -> None:
    sales = Sales(shop.engine)
    sales.stock("A", 5)
    first, second = sales.draft(offer("95.00")), sales.sent(offer("90.00"))

    page = shop.get("/api/v1/quotes?limit=1").json()
    assert [quote["id"] for quote in page["items"]] == [second]
    rest = shop.get(f"/api/v1/quotes?limit=1&cursor={page['next']}").json()
    assert ([quote["id"] for quote in rest["items"]], rest["next"]) == ([first], None)
    assert [quote["id"] for quote in shop.get("/api/v1/quotes?state=draft").json()["items"]] == [first]


def test_a_quote_is_shown_with_its_revisions_and_what_may_be_done(shop: Shop) -> None:
    sales = Sales(shop.engine)
    sales.stock("A", 5)
    quote_id = sales.sent(offer("95.00"))
    sales.revise(quote_id, 1, offer("90.00"))
    path = f"/api/v1/quotes/{quote_id}"

    answer = shop.get(path)

    told = answer.json()
    assert [(one["number"], one["state"]) for one in told["revisions"]] == [(2, "sent"), (1, "superseded")]
    actions = {action["command"]: action["path"] for action in told["permitted_actions"]}
    assert actions["AcceptQuote"] == f"{path}/accept"
    assert shop.get(path, **{"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert shop.post(actions["AcceptQuote"], {"revision": 2}).json()["state"] == "accepted"
    assert "AcceptQuote" not in [action["command"] for action in shop.get(path).json()["permitted_actions"]]
    assert shop.get("/api/v1/quotes/99").status_code == 404


def test_a_key_of_one_channel_sees_and_answers_the_quotes_of_its_channel(shop: Shop) -> None:
    sales = Sales(shop.engine)
    sales.stock("A", 5)
    theirs = sales.sent(offer("95.00"))
    secret = shop.issue("market-key", "*", channel="market")
    journal = shop.journal()

    assert shop.get("/api/v1/quotes", secret=secret).json()["items"] == []
    assert shop.get(f"/api/v1/quotes/{theirs}", secret=secret).status_code == 404
    assert shop.post(f"/api/v1/quotes/{theirs}/accept", {"revision": 1}, secret=secret).status_code == 404
    assert shop.journal() == journal


def test_purchase_orders_are_listed_and_shown(shop: Shop) -> None:
    shop.merchant.completed(RegisterSupplier(code="ACME", name="Acme Ltd", currency="EUR"))
    items = (SupplierItem(sku="MUG", unit_price=Decimal("4.00")),)
    shop.merchant.completed(SetSupplierItems(supplier="ACME", items=items))
    wanted = (WantedGoods(sku="MUG", quantity=5),)
    shop.merchant.completed(DraftPurchaseOrder(supplier="ACME", location="LON", lines=wanted))

    (listed,) = shop.get("/api/v1/purchase-orders?supplier=ACME&state=draft").json()["items"]
    shown = shop.get(f"/api/v1/purchase-orders/{listed['id']}").json()

    assert "SendPurchaseOrder" in [action["command"] for action in shown["permitted_actions"]]
    assert (listed["supplier"], listed["ordered"]) == ("ACME", 5)
    assert [(line["sku"], line["quantity"], line["unit_price"]) for line in shown["lines"]] == [("MUG", 5, "4.000000")]
    assert shop.get("/api/v1/purchase-orders?supplier=OTHER").json() == {"items": [], "next": None}


@pytest.mark.parametrize("thing", ["quotes", "purchase-orders"])
def test_who_may_not_see_them_does_not(shop: Shop, thing: str) -> None:
    assert shop.get(f"/api/v1/{thing}", secret=shop.issue("orders", "orders:read")).status_code == 403
    refused = shop.get(f"/api/v1/{thing}", secret=shop.issue("market", "*", channel="market")).status_code
    assert refused == {"quotes": 200, "purchase-orders": 403}[thing]
    assert shop.get(f"/api/v1/{thing}?state=asleep").status_code == 400
