"""A checkout asks once: tax, what is there, when it arrives, what shipping costs; and nothing is changed."""

from datetime import date, datetime, timedelta
from typing import Any

from httpx import Response

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


def reserve(
    shop: Shop, quantity: int = 3, *, secret: str = "", cart: str = "cart-7", channel: str = "shop"
) -> Response:
    body = {"channel": channel, "cart": cart, "minutes": 10, "lines": [{"sku": "MUG", "quantity": quantity}]}
    return shop.post("/api/v1/checkout/reservations", body, secret=secret)


def kept(shop: Shop) -> int:
    ((reserved,),) = shop.merchant.rows(
        "select l.reserved from inventory_level l join catalog_sku s on s.id = l.sku_id where s.code = 'MUG'"
    )
    return int(reserved)


def test_a_cart_is_kept_and_becomes_an_order(shop: Shop) -> None:
    told = reserve(shop, 998).json()
    assert told["units"] == [{"sku": "MUG", "location": "LON", "quantity": 998}]
    assert datetime.fromisoformat(told["expires_at"]) == shop.engine.clock() + timedelta(minutes=10)
    lines = [{"sku": "MUG", "quantity": 998, "unit_price": "1.00"}]
    stranger = shop.post(ORDERS, order(lines=lines, out_of_stock="refuse"))
    assert (stranger.status_code, stranger.json()["available"]) == (409, 2)

    mine = order(lines=lines, out_of_stock="refuse", reservation_owner=told["reservation"], external_reference="W-9")
    placed = shop.post(ORDERS, mine)
    again = shop.post(ORDERS, mine)

    assert placed.status_code == 200, placed.text
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (placed.json(), "true")
    assert kept(shop) == 0
    other = shop.post(ORDERS, {**mine, "external_reference": "W-10"})
    assert (other.status_code, other.json()["title"]) == (409, "Reservation keeps nothing")


def test_a_reservation_that_ran_out_is_one_clear_problem(shop: Shop) -> None:
    told = reserve(shop).json()
    shop.engine.clock.set(shop.engine.clock() + timedelta(minutes=10))
    answer = shop.post(ORDERS, order(reservation_owner=told["reservation"]))
    assert (answer.status_code, answer.json()["reservation"]) == (409, told["reservation"])
    assert shop.merchant.rows("select count(*) from orders_order") == [(0,)]
    assert reserve(shop).status_code == 200


def test_two_orders_at_once_do_not_both_take_a_cart(shop: Shop) -> None:
    mine = order(reservation_owner=reserve(shop).json()["reservation"])
    answers = shop.post(f"{ORDERS}/bulk", {"items": [mine, mine]}).json()["items"]
    assert [one["status"] for one in answers] == [200, 409]


def test_a_cart_is_kept_once_and_let_go(shop: Shop) -> None:
    assert reserve(shop).status_code == 200
    assert (reserve(shop).status_code, kept(shop)) == (409, 3)
    release = {"channel": "shop", "cart": "cart-7"}
    released = [shop.post("/api/v1/checkout/reservations/release", release).json()["released"] for _ in range(2)]
    assert (released, kept(shop)) == ([1, 0], 0)
    assert reserve(shop, 1001).json()["available"] == 1000
    for wrong in ({"minutes": 0}, {"cart": " "}, {"lines": []}, {"lines": [{"sku": "NO", "quantity": 1}]}):
        body = {"channel": "shop", "cart": "c", "minutes": 1, "lines": [{"sku": "MUG", "quantity": 1}], **wrong}
        assert shop.post("/api/v1/checkout/reservations", body).status_code in (404, 422), wrong


def test_a_key_of_one_channel_keeps_and_lets_go_of_its_own(shop: Shop) -> None:
    market = shop.issue("market-key", "*", channel="market")
    assert reserve(shop, secret=market).status_code == 404
    theirs = reserve(shop).json()["reservation"]
    own = reserve(shop, secret=market, channel="market").json()["reservation"]
    assert own != theirs
    for owner in (theirs, "cart-7"):
        taken = shop.post(ORDERS, order(channel="market", reservation_owner=owner), secret=market)
        assert taken.status_code in (404, 409), owner
    ids = dict(shop.merchant.rows("select owner, id from inventory_reservation"))
    path = "/api/v1/reservations/{}/release"
    assert shop.post(path.format(ids[theirs]), {}, secret=market).status_code == 404
    gift_card = f"/api/v1/reservations/{ids[own]}/release-stored-value"
    assert shop.post(gift_card, {}, secret=market).status_code == 403
    assert shop.post(path.format(ids[own]), {}, secret=market).status_code == 200
    assert kept(shop) == 3
