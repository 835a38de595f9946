"""One command over HTTP: exact answers, the idempotency key, the version, the preview."""

import pytest

from ordino.api.answers import BASE
from tests.api.world import ORDERS, Shop, order


def test_an_order_is_placed_and_answered_with_its_number(shop: Shop) -> None:
    answer = shop.post(ORDERS, order(external_reference="A-1"), key=None)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    order_id = answer.json()["order_id"]
    assert answer.json() == {
        "order_id": order_id,
        "state": "confirmed",
        "version": 1,
        "total_minor": 1250,
        "currency": "GBP",
    }
    assert answer.headers["etag"] == '"1"'
    assert shop.merchant.order_row(order_id, "state, external_reference") == ("confirmed", "A-1")


def test_the_same_key_and_body_get_the_same_answer_and_nothing_is_done_again(shop: Shop) -> None:
    first = shop.post(ORDERS, order(), key="one")
    journal = shop.journal()

    again = shop.post(ORDERS, order(), key='"one"')

    assert (again.status_code, again.json()) == (200, first.json())
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert shop.journal() == journal


def test_the_same_key_with_another_body_is_refused(shop: Shop) -> None:
    shop.post(ORDERS, order(), key="one")
    journal = shop.journal()

    answer = shop.post(ORDERS, order(note="another"), key="one")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/api/v1/problems/KeyReused",
        "title": "Idempotency key reused",
        "status": 422,
        "detail": "The key one was used before with a different body; send the same body again or choose a new key.",
        "key": "one",
    }
    assert shop.journal() == journal


def test_the_same_external_reference_is_the_same_order(shop: Shop) -> None:
    first = shop.post(ORDERS, order(external_reference="A-1"), key=None)
    again = shop.post(ORDERS, order(external_reference="A-1"), key=None)

    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"


def test_without_a_key_and_without_a_reference_nothing_is_done(shop: Shop) -> None:
    journal = shop.journal()

    answer = shop.post(ORDERS, order(), key=None)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/api/v1/problems/IdempotencyKeyMissing"
    assert shop.journal() == journal


@pytest.mark.parametrize("key", ["x" * 256, "a b", '"', "a\x7fb"])
def test_what_is_no_key(shop: Shop, key: str) -> None:
    answer = shop.post(ORDERS, order(), key=key)
    assert (answer.status_code, answer.json()["parameter"]) == (400, "Idempotency-Key")


def test_keys_belong_to_who_uses_them(shop: Shop) -> None:
    other = shop.issue("other", "orders:write")
    first = shop.post(ORDERS, order(), key="one")
    second = shop.post(ORDERS, order(), key="one", secret=other)
    assert first.json()["order_id"] != second.json()["order_id"]


def test_a_preview_answers_what_would_happen_and_changes_nothing(shop: Shop) -> None:
    before = shop.merchant.contents()

    answer = shop.post(f"{ORDERS}?preview=true", order(), key=None)

    assert answer.status_code == 200
    assert answer.json()["total_minor"] == 1250
    assert shop.merchant.contents() == before


def test_a_change_is_made_against_the_version_that_was_seen(shop: Shop) -> None:
    path = f"{ORDERS}/{shop.place(lines=[{'sku': 'MUG', 'quantity': 3, 'unit_price': '1'}])}/change"
    cancel = {"actions": [{"type": "CancelUnits", "line_number": 1, "quantity": 1}]}

    missing = shop.post(path, cancel)
    assert (missing.status_code, missing.json()["title"]) == (428, "Version missing")

    changed = shop.post(path, cancel, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["version"], changed.headers["etag"]) == (200, 2, '"2"')

    stale = shop.post(path, {**cancel, "expected_version": 1})
    assert stale.status_code == 412
    assert stale.json()["found_version"] == 2

    both = shop.post(path, {**cancel, "expected_version": 2}, **{"If-Match": '"1"'})
    assert (both.status_code, both.json()["parameter"]) == (400, "If-Match")


def test_a_command_on_a_part_of_an_order_has_both_in_its_path(shop: Shop) -> None:
    order_id = shop.place()
    assert shop.post(f"{ORDERS}/{order_id}/hold", {"reason": "manual"}).status_code == 200
    ((hold_id,),) = shop.merchant.rows("select id from orders_hold where order_id = %s", order_id)

    answer = shop.post(f"{ORDERS}/{order_id}/holds/{hold_id}/release", {"note": "looked at"})

    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert shop.merchant.holds(order_id) == []


def test_a_refusal_of_the_life_cycle_says_what_is_possible(shop: Shop) -> None:
    order_id = shop.place()
    shop.post(f"{ORDERS}/{order_id}/cancel", {"reason": "changed mind"})
    journal = shop.journal()

    answer = shop.post(f"{ORDERS}/{order_id}/hold", {"reason": "manual"})

    assert answer.status_code == 409
    assert answer.json() == {
        "type": "/api/v1/problems/StateRefuses",
        "title": "Not possible in this state",
        "status": 409,
        "detail": f"Order {order_id} is canceled: HoldOrder is not possible; permitted now: nothing.",
        "subject": f"Order {order_id}",
        "state": "canceled",
        "command": "HoldOrder",
        "permitted": [],
    }
    assert shop.journal() == journal


def test_many_are_answered_one_by_one(shop: Shop) -> None:
    items = [
        order(external_reference="A-1"),
        {"channel": "shop"},
        order(channel="nowhere"),
        order(external_reference="A-1"),
    ]

    answer = shop.post(f"{ORDERS}/bulk", {"items": items}, key="many")

    told = answer.json()
    assert (answer.status_code, told["done"], told["refused"]) == (200, 2, 2)
    assert [item["status"] for item in told["items"]] == [200, 400, 404, 200]
    assert told["items"][1]["problem"]["type"] == f"{BASE}/problems/InvalidBody"
    assert told["items"][3]["result"] == told["items"][0]["result"]
    assert [item.get("replayed", False) for item in told["items"]] == [False, False, False, True]

    again = shop.post(f"{ORDERS}/bulk", {"items": items}, key="many")
    assert [item.get("result") for item in again.json()["items"]] == [item.get("result") for item in told["items"]]


def test_a_thousand_are_taken_at_once_and_no_more(shop: Shop) -> None:
    answer = shop.post(f"{ORDERS}/bulk", {"items": [order()] * 1001})
    assert (answer.status_code, answer.json()["maximum"]) == (422, 1000)

    answer = shop.post(f"{ORDERS}/bulk", {"items": [order()] * 300})
    assert answer.json()["done"] == 300
