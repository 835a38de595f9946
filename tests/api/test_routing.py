"""Addresses: which handler answers where, and what the API answers where none does."""

import pytest

from ordino.api.routing import Routes
from tests.api.world import ORDERS, Shop

KNOWN = Routes(
    {
        "/orders": "list",
        "/orders/{order_id:int}": "order",
        "/orders/{order_id:int}/holds/{hold_id:int}/release": "release",
        "/orders/search": "search",
        "/problems/{code:str}": "problem",
    }
)


@pytest.mark.parametrize(
    ("path", "there", "keys"),
    [
        ("/orders", "list", {}),
        ("//orders/", "list", {}),
        ("/orders/search", "search", {}),
        ("/orders/12", "order", {"order_id": 12}),
        ("/orders/-12", "order", {"order_id": -12}),
        ("/orders/12/holds/007/release", "release", {"order_id": 12, "hold_id": 7}),
        ("/problems/NotFound", "problem", {"code": "NotFound"}),
        ("/problems/404", "problem", {"code": "404"}),
    ],
)
def test_a_path_leads_to_what_stands_there_with_its_keys(path: str, there: str, keys: dict[str, object]) -> None:
    found = KNOWN.find(path)
    assert found is not None
    assert (found.there, found.keys) == (there, keys)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/order",
        "/orders/twelve",
        "/orders/1.0",
        "/orders/\u0661",
        f"/orders/{'1' * 101}",
        "/orders/12/holds",
        "/problems",
        "/problems/a/b",
        "/orders/{int}",
        "/{str}",
    ],
)
def test_a_path_where_nothing_stands_leads_nowhere(path: str) -> None:
    assert KNOWN.find(path) is None


@pytest.mark.parametrize("path", ["/orders/{other_id:int}", "/{what:str}/orders"])
def test_paths_that_cannot_be_told_apart_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        Routes({"/orders/{order_id:int}": 1, path: 2})


def test_another_method_is_refused_with_those_that_are_known(shop: Shop) -> None:
    refused = shop.client.put(ORDERS, json={})
    asked = shop.client.options(ORDERS)
    assert (refused.status_code, refused.json()["type"]) == (405, "/api/v1/problems/MethodNotAllowed")
    assert (asked.status_code, asked.content) == (204, b"")
    assert refused.headers["allow"] == asked.headers["allow"] == "GET, OPTIONS, POST"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/orders/twelve", "/api/v2/orders", "/api/v1", "/api"])
def test_an_unknown_address_is_a_problem_that_names_it(shop: Shop, path: str) -> None:
    refused = shop.get(path)
    assert (refused.status_code, refused.json()["type"]) == (404, "/api/v1/problems/NoSuchAddress")
    assert (refused.json()["path"], refused.headers["content-type"]) == (path, "application/problem+json")


def test_a_header_that_comes_twice_is_one_value(shop: Shop) -> None:
    """Two keys are no key: nobody can say which of them asks."""
    twice = [("Authorization", f"Bearer {shop.secret}")] * 2
    assert shop.client.get(ORDERS, headers=twice).status_code == 401
