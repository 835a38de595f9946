"""Scopes of one command, keys of one channel, limits of keys; tests/security asks every operation with every kind of key."""

import pytest

from ordino.api.limits import Limits, RateLimit
from tests.api.world import ORDERS, Shop, order


def test_a_scope_may_be_one_command(shop: Shop) -> None:
    secret = shop.issue("till", "orders:place_order")
    order_id = shop.post(ORDERS, order(), secret=secret).json()["order_id"]
    assert shop.post(f"{ORDERS}/{order_id}/cancel", {"reason": "no"}, secret=secret).status_code == 403


def test_a_key_of_one_channel_reaches_nothing_of_another(shop: Shop) -> None:
    secret = shop.issue("market-key", "*", channel="market")
    theirs, own = shop.place(channel="shop"), shop.place(channel="market")
    journal = shop.journal()
    assert shop.post(ORDERS, order(channel="shop"), secret=secret).status_code == 404
    merge = {"expected_version": 1, "from_order_id": theirs, "from_expected_version": 1}
    assert shop.post(f"{ORDERS}/{own}/merge", merge, secret=secret).status_code == 404
    assert shop.post("/api/v1/orders/draft", {"order": order(channel="shop")}, secret=secret).status_code == 404
    stock = {"sku": "MUG", "location": "LON", "quantity": 1}
    assert shop.post("/api/v1/stock/receive", stock, secret=secret).status_code == 403
    assert shop.journal() == journal

    assert shop.post(f"{ORDERS}/{own}/hold", {"reason": "manual"}, secret=secret).status_code == 200
    both = shop.post(
        f"{ORDERS}/cancel/bulk",
        {"items": [{"order_id": theirs, "reason": "x"}, {"order_id": own, "reason": "x"}]},
        secret=secret,
    )
    assert [item["status"] for item in both.json()["items"]] == [404, 200]


def test_a_key_of_one_channel_knows_only_its_own_customers(shop: Shop) -> None:
    secret = shop.issue("market-key", "*", channel="market")
    theirs = shop.merchant.customer(channel_id=shop.channel_ids["shop"], external_reference="C-1")
    answer = shop.post(ORDERS, order(channel="market", customer_id=theirs), secret=secret)
    assert (answer.status_code, answer.json()["detail"]) == (404, f"There is no customer {theirs}.")


@pytest.mark.parametrize("limits", [Limits(grant_seconds=0)])
def test_a_revoked_key_is_refused_when_it_is_looked_up_again(shop: Shop) -> None:
    secret = shop.issue("short", "orders:write")
    assert shop.post(ORDERS, order(), secret=secret).status_code == 200
    ((key_id,),) = shop.merchant.rows("select id from access_api_key where name = 'short'")

    revoked = shop.post(f"/api/v1/api-keys/{key_id}/revoke", {"reason": "seen in a log"})

    assert revoked.status_code == 200
    assert shop.post(ORDERS, order(), secret=secret).status_code == 401


def test_who_asks_too_often_is_told_when_to_go_on(shop: Shop) -> None:
    secret = shop.issue("busy", "orders:write", requests_per_minute=2)
    assert [shop.post(ORDERS, order(), secret=secret).status_code for _ in range(2)] == [200, 200]
    journal = shop.journal()

    answer = shop.post(ORDERS, order(), secret=secret)

    assert answer.status_code == 429
    assert answer.json()["requests_per_minute"] == 2
    assert 1 <= int(answer.headers["retry-after"]) == answer.json()["wait_seconds"] <= 30
    assert shop.journal() == journal


def test_a_bucket_fills_evenly() -> None:
    now = [0.0]
    limit = RateLimit(lambda: now[0])
    assert [limit.take(1, 2) for _ in range(3)] == [0, 0, 30]
    assert limit.take(2, 2) == 0
    now[0] = 29.0
    assert limit.take(1, 2) == 1
    now[0] = 30.0
    assert [limit.take(1, 2), limit.take(1, 2)] == [0, 30]


def test_the_journal_names_the_key(shop: Shop) -> None:
    shop.post(ORDERS, order(), secret=shop.issue("webshop", "orders:write"))
    actors = shop.merchant.rows("select actor from engine_command where kind = 'PlaceOrder'")
    assert actors == [("key:webshop",)]
