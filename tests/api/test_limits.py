"""What is too large, too deep, too slow or not JSON is refused clearly, and nothing is done."""

import asyncio
from typing import Any

import msgspec
import pytest

from ordino.api.limits import Limits
from tests.api.world import ORDERS, Shop, order

BAD = [
    (b"", "$", "Input data was truncated"),
    (b"{", "$", "Input data was truncated"),
    (b"[]", "$", "Expected `object`, got `array`"),
    (b"\xff\xfe", "$", "JSON is malformed: invalid character (byte 0)"),
    (b'{"channel": "shop"}', "$", "Object missing required field `lines`"),
    (b'{"channel": 1, "lines": []}', "$.channel", "Expected `str`, got `int`"),
    (b'{"channel": "shop", "lines": [], "discount": 1}', "$", "Object contains unknown field `discount`"),
    (b'{"channel": "shop", "lines": [{"sku": "MUG"}]}', "$.lines[0]", "Object missing required field `quantity`"),
    (b'{"channel": "shop", "lines": [], "placed_at": "2026-03-02"}', "$.placed_at", "Invalid RFC3339 encoded datetime"),
]


@pytest.mark.parametrize(("body", "where", "reason"), BAD, ids=[reason for _, _, reason in BAD])
def test_a_body_that_is_not_as_asked_says_where_and_why(shop: Shop, body: bytes, where: str, reason: str) -> None:
    journal = shop.journal()
    answer = _post(shop, body)
    assert answer.status_code == 400
    assert answer.json() == {
        "type": "/api/v1/problems/InvalidBody",
        "title": "Invalid body",
        "status": 400,
        "detail": f"{where}: {reason}. The schema stands in /api/v1/openapi.json.",
        "where": where,
        "reason": reason,
    }
    assert shop.journal() == journal


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
def test_bodies_are_json(shop: Shop, content_type: str) -> None:
    answer = _post(shop, msgspec.json.encode(order()), content_type)
    assert (answer.status_code, answer.json()["content_type"]) == (415, content_type)


def test_json_with_a_character_set_is_json(shop: Shop) -> None:
    assert _post(shop, msgspec.json.encode(order()), "application/json; charset=utf-8").status_code == 200


def test_nesting_has_an_end(shop: Shop) -> None:
    deep = b'{"channel": "shop", "lines": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert _post(shop, deep).status_code == 400


def test_a_body_has_a_size(shop: Shop) -> None:
    answer = _post(shop, msgspec.json.encode(order(note="x" * 1_000_000)))
    assert (answer.status_code, answer.json()["maximum_bytes"]) == (413, 1_000_000)


def test_a_list_has_a_length_at_any_depth(shop: Shop) -> None:
    lines = [{"sku": "MUG", "quantity": 1}] * 1001
    answer = shop.post(ORDERS, order(lines=lines))
    assert (answer.status_code, answer.json()["where"], answer.json()["maximum"]) == (422, "$.lines", 1000)
    nested = shop.post("/api/v1/orders/draft", {"order": order(lines=lines)})
    assert nested.json()["where"] == "$.order.lines"
    many = shop.post(f"{ORDERS}/bulk", {"items": [order(lines=lines)]})
    assert many.json()["items"][0]["problem"]["where"] == "$.lines"


def test_numbers_and_texts_that_cannot_be_kept_are_refused(shop: Shop) -> None:
    journal = shop.journal()
    assert shop.post(f"{ORDERS}/1/prioritize", {"priority": 2**40}).status_code in (404, 422)
    assert shop.post(ORDERS, order(note="\0")).status_code == 422
    assert shop.post(f"{ORDERS}/{2**63}/cancel", {"reason": "x"}).status_code == 404
    assert shop.post(f"{ORDERS}/0/cancel", {"reason": "x"}).status_code == 404
    assert shop.journal() == journal


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/api/v1/nothing", 404, None),
        ("POST", "/api/v1/orders/abc/cancel", 404, None),
        ("DELETE", "/api/v1/orders/1/cancel", 405, "POST"),
        ("GET", "/api/v1/orders/1/cancel", 405, "POST"),
    ],
)
def test_what_is_not_served_is_said_as_a_problem(
    shop: Shop, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = shop.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    if allow:
        assert allow in answer.headers["allow"]


def test_an_unknown_parameter_is_refused(shop: Shop) -> None:
    answer = shop.post(f"{ORDERS}?previw=true", order())
    assert (answer.status_code, answer.json()["parameter"]) == (400, "previw")
    assert shop.post(f"{ORDERS}?preview=perhaps", order()).status_code == 400


def _post(shop: Shop, body: bytes, content_type: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {shop.secret}", "Idempotency-Key": "x", "Content-Type": content_type}
    return shop.client.post(ORDERS, content=body, headers=headers)


@pytest.mark.parametrize("limits", [Limits(body_seconds=1)])
def test_a_body_that_does_not_arrive_is_given_up(shop: Shop) -> None:
    """The client sends the beginning of a body and then holds its breath."""
    journal = shop.journal()
    sent: list[Any] = []
    beginning = [{"type": "http.request", "body": b'{"channel": "shop", ', "more_body": True}]

    async def receive() -> Any:
        return beginning.pop() if beginning else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = {"authorization": f"Bearer {shop.secret}", "idempotency-key": "x", "content-type": "application/json"}
    scope: Any = {
        "type": "http", "method": "POST", "path": ORDERS, "raw_path": ORDERS.encode(), "query_string": b"", "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()], "scheme": "http", "extensions": {},
        "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip
    with shop.client.portal() as portal:
        portal.call(shop.client.app, scope, receive, send)

    assert sent[0]["status"] == 408
    assert b"within 1 s" in sent[1]["body"]
    assert shop.journal() == journal


@pytest.mark.parametrize("depth", [20, 200, 20_000])
def test_depth_beyond_what_a_body_has_is_refused_where_it_begins(shop: Shop, depth: int) -> None:
    """No body holds a list in a list, so depth ends where the types end, or at the parser's own end."""
    journal = shop.journal()
    for deep in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        answer = _post(shop, b'{"channel": "shop", "lines": ' + deep + b"}")
        assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/problems/InvalidBody")
        assert len(answer.content) < 1_000
    assert shop.journal() == journal


def test_a_bulk_request_has_a_size_and_a_number_of_items(shop: Shop) -> None:
    journal = shop.journal()
    many = shop.post(f"{ORDERS}/bulk", {"items": [{}] * 1001})
    assert (many.status_code, many.json()["where"], many.json()["maximum"]) == (422, "$.items", 1000)
    large = shop.post(f"{ORDERS}/bulk", {"items": [order(note="x" * 10_000_000)]})
    assert (large.status_code, large.json()["maximum_bytes"]) == (413, 10_000_000)
    assert shop.journal() == journal


def test_a_body_that_says_no_size_is_measured_as_it_comes(shop: Shop) -> None:
    """Chunked: there is no Content-Length to look at."""
    journal = shop.journal()
    headers = {"Authorization": f"Bearer {shop.secret}", "Idempotency-Key": "x", "Content-Type": "application/json"}
    answer = shop.client.post(ORDERS, content=iter([b"x" * 600_000] * 2), headers=headers)
    assert (answer.status_code, answer.json()["maximum_bytes"]) == (413, 1_000_000)
    assert shop.journal() == journal


LONG = "x" * 1_001
QUERIES = [
    ("orders?sort=id", "sort"),
    (f"orders?sort={LONG}", "sort"),
    ("orders?sort=-placed_at,id", "sort"),
    (f"orders?fields={LONG}", "fields"),
    ("orders?fields=" + ",".join(["id"] * 101), "fields"),
    (f"orders?state={LONG}", "state"),
    ("orders?state=" + ",".join(["placed"] * 1_001), "state"),
    (f"orders?channel={LONG}", "channel"),
    (f"orders/search?q={LONG}", "q"),
    ("orders?limit=201", "limit"),
    ("orders?limit=0", "limit"),
    (f"orders?cursor={'x' * 2_001}", "cursor"),
    ("stock/availability?channel=shop&sku=" + ",".join(["MUG"] * 201), "sku"),
    ("events?kind=" + ",".join(["OrderPlaced"] * 1_001), "kind"),
    ("orders?" + "&".join(["state=placed"] * 101), "query"),
]


@pytest.mark.parametrize(("asked", "parameter"), QUERIES, ids=[f"{name}-{at}" for at, (_, name) in enumerate(QUERIES)])
def test_a_query_has_limits_and_the_answer_names_the_parameter(shop: Shop, asked: str, parameter: str) -> None:
    answer = shop.get(f"/api/v1/{asked}")
    assert (answer.status_code, answer.json().get("parameter")) == (400, parameter), answer.text[:300]
    assert len(answer.content) < 1_500
