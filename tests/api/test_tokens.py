"""OAuth 2 client credentials: a key's name and secret give a token that lives ten minutes and permits no more than the key."""

from datetime import timedelta
from typing import Any

import pytest
from authlib.integrations.httpx_client import OAuth2Client
from httpx import Response

from ordino.api.limits import Limits
from tests.api.world import ORDERS, Shop, order

TOKENS = "/api/v1/oauth/token"
REVOKE = "/api/v1/oauth/revoke"


def ask(shop: Shop, name: str, secret: str, **form: str) -> Response:
    body = {"grant_type": "client_credentials", **form}
    return shop.client.post(TOKENS, data=body, auth=(name, secret))


def token(shop: Shop, name: str, secret: str, **form: str) -> str:
    return str(ask(shop, name, secret, **form).json()["access_token"])


def test_a_key_gets_a_token_with_its_scopes(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:write", "inventory:read")

    answer = ask(shop, "webshop", secret)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    told: dict[str, Any] = answer.json()
    bearer = told.pop("access_token")
    assert told == {"token_type": "Bearer", "expires_in": 600, "scope": "orders:write inventory:read"}
    assert shop.post(ORDERS, order(), secret=bearer).status_code == 200
    assert shop.merchant.rows("select actor from engine_command where kind = 'PlaceOrder'") == [("key:webshop",)]
    assert shop.get("/api/v1/api-keys", secret=bearer).status_code == 403


def test_the_secret_may_stand_in_the_form(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:write")
    form = {"grant_type": "client_credentials", "client_id": "webshop", "client_secret": secret}
    assert shop.client.post(TOKENS, data=form).status_code == 200


def test_a_token_may_permit_less_than_its_key(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:write", channel="shop")
    bearer = token(shop, "webshop", secret, scope="orders:read")
    order_id = shop.place()
    theirs = shop.place(channel="market")
    assert shop.get(f"{ORDERS}/{order_id}", secret=bearer).status_code == 200
    assert shop.get(f"{ORDERS}/{theirs}", secret=bearer).status_code == 404
    journal = shop.journal()
    assert shop.post(ORDERS, order(), secret=bearer).status_code == 403
    assert shop.journal() == journal


@pytest.mark.parametrize("scope", ["inventory:read", "*", "orders:write inventory:read", "no scope", "access:write"])
def test_a_token_never_permits_more_than_its_key(shop: Shop, scope: str) -> None:
    secret = shop.issue("webshop", "orders:write")
    answer = ask(shop, "webshop", secret, scope=scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_wrong_client_gets_nothing(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:write")
    for name, said in (("webshop", "wrong"), ("other", secret), ("", secret)):
        answer = ask(shop, name, said)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert shop.client.post(TOKENS, data={"grant_type": "client_credentials"}).status_code == 401
    other = shop.client.post(TOKENS, data={"grant_type": "password"}, auth=("webshop", secret))
    assert (other.status_code, other.json()["error"]) == (400, "unsupported_grant_type")


def test_a_token_ends_after_ten_minutes(shop: Shop) -> None:
    bearer = token(shop, "webshop", shop.issue("webshop", "orders:write"))
    shop.engine.clock.set(shop.engine.clock() + timedelta(minutes=9, seconds=59))
    assert shop.get(ORDERS, secret=bearer).status_code == 200
    shop.engine.clock.set(shop.engine.clock() + timedelta(seconds=1))
    assert shop.get(ORDERS, secret=bearer).status_code == 401


@pytest.mark.parametrize("limits", [Limits(grant_seconds=0)])
def test_a_token_ends_with_its_key(shop: Shop) -> None:
    bearer = token(shop, "webshop", shop.issue("webshop", "orders:write"))
    ((key_id,),) = shop.merchant.rows("select id from access_api_key where name = 'webshop'")
    shop.post(f"/api/v1/api-keys/{key_id}/revoke", {})
    assert shop.get(ORDERS, secret=bearer).status_code == 401


@pytest.mark.parametrize("limits", [Limits(grant_seconds=0)])
def test_one_token_is_revoked_and_the_others_of_its_key_stay(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:read")
    lost, kept = (token(shop, "webshop", secret) for _ in range(2))

    answer = shop.client.post(REVOKE, data={"token": lost, "token_type_hint": "access_token"}, auth=("webshop", secret))

    assert (answer.status_code, answer.json()) == (200, {})
    assert shop.get(ORDERS, secret=lost).status_code == 401
    assert shop.get(ORDERS, secret=kept).status_code == 200
    assert shop.get(ORDERS, secret=secret).status_code == 200
    assert shop.merchant.rows("select actor from engine_command where kind = 'RevokeToken'") == [("key:webshop",)]
    journal = shop.journal()
    assert shop.client.post(REVOKE, data={"token": lost}, auth=("webshop", secret)).status_code == 200
    assert shop.journal() == journal


def test_a_token_is_revoked_by_its_own_key_only(shop: Shop) -> None:
    secret, other = shop.issue("webshop", "orders:read"), shop.issue("other", "*")
    bearer = token(shop, "webshop", secret)
    journal = shop.journal()
    told = {
        "another's": shop.client.post(REVOKE, data={"token": bearer}, auth=("other", other)),
        "nobody's": shop.client.post(REVOKE, data={"token": bearer}),
        "a wrong secret's": shop.client.post(REVOKE, data={"token": bearer}, auth=("webshop", other)),
        "nothing's": shop.client.post(REVOKE, data={}, auth=("webshop", secret)),
        "no token's": shop.client.post(REVOKE, data={"token": "x"}, auth=("webshop", secret)),
    }
    assert {whose: (one.status_code, one.json().get("error")) for whose, one in told.items()} == {
        "another's": (400, "invalid_grant"),
        "nobody's": (401, "invalid_client"),
        "a wrong secret's": (401, "invalid_client"),
        "nothing's": (400, "invalid_request"),
        "no token's": (200, None),
    }
    assert shop.journal() == journal
    assert shop.get(ORDERS, secret=bearer).status_code == 200


def test_what_is_known_of_revoked_tokens_goes_when_they_would_have_ended(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:read")
    for _ in range(2):
        bearer = token(shop, "webshop", secret)
        assert shop.client.post(REVOKE, data={"token": bearer}, auth=("webshop", secret)).status_code == 200
        assert shop.merchant.rows("select count(*) from access_revoked_token") == [(1,)]
        shop.engine.clock.set(shop.engine.clock() + timedelta(minutes=10))


def test_a_token_that_was_changed_is_none(shop: Shop) -> None:
    bearer = token(shop, "webshop", shop.issue("webshop", "orders:read"))
    for wrong in (bearer[:-3] + "AAA", bearer[:30], "ordino_token_", "ordino_token_" + "x" * 5_000):
        assert shop.get(ORDERS, secret=wrong).status_code == 401


def test_a_client_of_the_kept_library_gets_and_uses_a_token(shop: Shop) -> None:
    secret = shop.issue("webshop", "orders:read")
    client = OAuth2Client("webshop", secret, transport=shop.client._transport)
    client.fetch_token(f"https://testserver.local{TOKENS}", grant_type="client_credentials", scope="orders:read")
    assert client.get(f"https://testserver.local{ORDERS}").json() == {"items": [], "next": None}
    revoked = client.revoke_token(f"https://testserver.local{REVOKE}", client.token["access_token"])
    assert revoked.status_code == 200
    assert shop.merchant.rows("select count(*) from access_revoked_token") == [(1,)]
