"""A checkout asks once: tax, what is there, when it arrives, what shipping costs; and nothing is changed."""

from datetime import date, timedelta
from typing import Any

from tests.api.world import ADDRESS, ORDERS, Shop, order

PATH = "/api/v1/checkout/quotes"


def _lamps(shop: Shop, quantity: int) -> dict[str, Any]:
    """A cart of lamps (600 g, one in stock at LON) that go from GB to GB by post within two days."""
    shop.merchant.tax("GB", "20")
    shop.merchant.sku("LAMP", weight_grams=600)
    shop.merchant.stock("LAMP", 1)
    terms = {"from_country": "GB", "to_country": "GB", "currency": "GBP", "transit_days": 2}
    steps = [terms | {"max_weight_grams": grams, "amount_minor": amount} for grams, amount in ((500, 395), (2000, 495))]
    post = {"code": "post", "services": [{"code": "standard", "rates": steps}]}
    assert shop.post("/api/v1/carriers", post).status_code == 200
    return order(lines=[{"sku": "LAMP", "quantity": quantity, "unit_price": "12.00"}])


def test_a_cart_is_quoted_with_tax_promise_and_shipping_and_nothing_is_changed(shop: Shop) -> None:
    cart = _lamps(shop, 2)
    before = shop.merchant.contents()

    answer = shop.post(PATH, cart, key=None)

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["currency"], told["total_minor"], told["tax_minor"], told["holds"]) == ("GBP", 2400, 400, [])
    (line,) = told["lines"]
    facts = {name: line[name] for name in ("sku", "quantity", "available", "amount_minor", "tax_rate", "tax_minor")}
    assert facts == {
        "sku": "LAMP", "quantity": 2, "available": 1, "amount_minor": 2400, "tax_rate": "20.000000", "tax_minor": 400,
    }  # fmt: skip
    assert [(part["quantity"], part["source"]) for part in line["promises"]] == [(1, "stock"), (1, "unknown")]
    shipped = date.fromisoformat(line["promises"][0]["ship_by"])
    (option,) = next(parcel for parcel in told["parcels"] if parcel["ship_by"] is not None)["options"]
    assert (option["carrier"], option["service"], option["amount_minor"]) == ("post", "standard", 495)
    assert date.fromisoformat(option["deliver_by"]) == shipped + timedelta(days=2)
    assert shop.merchant.contents() == before


def test_what_is_quoted_is_what_the_order_becomes(shop: Shop) -> None:
    cart = _lamps(shop, 1)
    quoted = shop.post(PATH, cart, key=None).json()
    placed = shop.post(ORDERS, cart).json()
    shown = shop.get(f"{ORDERS}/{placed['order_id']}").json()
    assert placed["total_minor"] == quoted["total_minor"]
    (promise,), (part,) = shown["promises"], quoted["lines"][0]["promises"]
    assert (promise["ship_by"], promise["deliver_by"]) == (part["ship_by"], part["deliver_by"])
    assert quoted["parcels"][0]["weight_grams"] == 600


def test_what_cannot_be_ordered_is_refused_as_the_order_would_be(shop: Shop) -> None:
    cart = order()
    placed = order(external_reference="W-1")
    shop.post(ORDERS, placed)
    journal = shop.journal()
    told = {
        "no key": shop.post(PATH, cart, secret=None),
        "another channel": shop.post(PATH, {**cart, "channel": "nowhere"}),
        "no lines": shop.post(PATH, {"channel": "shop", "ship_to": ADDRESS}),
        "an order's reference": shop.post(PATH, placed),
        "an unknown field": shop.post(PATH, {**cart, "colour": "blue"}),
    }
    assert {what: answer.status_code for what, answer in told.items()} == {
        "no key": 401,
        "another channel": 404,
        "no lines": 400,
        "an order's reference": 422,
        "an unknown field": 400,
    }
    assert shop.journal() == journal


def test_it_needs_the_right_to_order_in_the_channel(shop: Shop) -> None:
    reader = shop.issue("reader", "orders:read")
    market = shop.issue("market-key", "orders:write", channel="market")
    assert shop.post(PATH, order(), secret=reader).status_code == 403
    assert shop.post(PATH, order(), secret=market).status_code == 404
    assert shop.post(PATH, order(channel="market"), secret=market).status_code == 200
