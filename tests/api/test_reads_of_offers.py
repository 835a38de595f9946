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


def test_purchase_orders_are_listed_and_shown(shop: Shop) -> None:
    shop.merchant.completed(RegisterSupplier(code="ACME", name="Acme Ltd", currency="EUR"))
    items = (SupplierItem(sku="MUG", unit_price=Decimal("4.00")),)
    shop.merchant.completed(SetSupplierItems(supplier="ACME", items=items))
    wanted = (WantedGoods(sku="MUG", quantity=5),)
    shop.merchant.completed(DraftPurchaseOrder(supplier="ACME", location="LON", lines=wanted))

    (listed,) = shop.get("/api/v1/purchase-orders?supplier=ACME&state=draft").json()["items"]
    shown = shop.get(f"/api/v1/purchase-orders/{listed['id']}").json()

    assert (listed["supplier"], listed["ordered"]) == ("ACME", 5)
    assert [(line["sku"], line["quantity"], line["unit_price"]) for line in shown["lines"]] == [("MUG", 5, "4.000000")]
    assert shop.get("/api/v1/purchase-orders?supplier=OTHER").json() == {"items": [], "next": None}


@pytest.mark.parametrize("thing", ["quotes", "purchase-orders"])
def test_who_may_not_see_them_does_not(shop: Shop, thing: str) -> None:
    assert shop.get(f"/api/v1/{thing}", secret=shop.issue("orders", "orders:read")).status_code == 403
    assert shop.get(f"/api/v1/{thing}", secret=shop.issue("market", "*", channel="market")).status_code == 403
    assert shop.get(f"/api/v1/{thing}?state=asleep").status_code == 400
