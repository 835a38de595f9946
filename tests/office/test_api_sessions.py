"""People who are signed in ask the API with their session: as their roles permit, and only from the site itself."""

import asyncio
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.test import Client
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from ordino.api.app import create_api
from ordino.api.limits import Limits
from ordino.flows.wiring import load_handlers
from tests.api.streams import Stream
from tests.api.world import ORDERS, order
from tests.conftest import TestEngine
from tests.office.conftest import SignIn
from tests.support.merchant import Merchant

load_handlers()
TOKEN = "a" * 32


@pytest.fixture
def api(site: None, engine: TestEngine) -> Iterator[TestClient[Litestar]]:
    from ordino.site.signed_in import person_of  # noqa: PLC0415 - exists only after django.setup()

    app = create_api(lambda: nullcontext(engine), secret=b"a secret of the tests", limits=Limits(), person_of=person_of)
    with TestClient(app, base_url="https://localhost") as running:
        yield running


@pytest.fixture
def house(merchant: Merchant) -> Merchant:
    merchant.stock("MUG", 10)
    return merchant


def _session(client: Client) -> str:
    return client.cookies["sessionid"].value


def _place(api: TestClient[Litestar], client: Client | None, token: str | None = TOKEN, **headers: str) -> Response:
    cookies = [f"csrftoken={TOKEN}"] + ([f"sessionid={_session(client)}"] if client else [])
    given = {"cookie": "; ".join(cookies), "idempotency-key": "one", "origin": "https://localhost", **headers}
    if token is not None:
        given["x-csrftoken"] = token
    return api.post(ORDERS, json=order(), headers=given)


def test_whoever_is_signed_in_may_do_what_their_role_permits(
    api: TestClient[Litestar], house: Merchant, sign_in: SignIn
) -> None:
    placed = _place(api, sign_in("service agent"))

    assert placed.status_code == 200, placed.text
    assert house.rows("select actor from engine_command where kind = 'PlaceOrder'") == [("service agent",)]
    refused = _place(api, sign_in("warehouse"), **{"idempotency-key": "two"})
    assert (refused.status_code, refused.json()["permission"]) == (403, "orders.place_order")


@pytest.mark.parametrize(
    ("token", "headers"),
    [(None, {}), ("b" * 32, {}), ("", {}), (TOKEN, {"origin": "https://evil.example"})],
    ids=["no token", "another token", "an empty token", "another origin"],
)
def test_a_change_that_no_page_of_the_site_made_is_refused(
    api: TestClient[Litestar], house: Merchant, sign_in: SignIn, token: str | None, headers: dict[str, str]
) -> None:
    answer = _place(api, sign_in("owner"), token, **headers)

    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/problems/NotFromThisSite")
    assert house.rows("select count(*) from orders_order") == [(0,)]


def test_reading_needs_no_token_and_shows_what_the_screens_show(
    api: TestClient[Litestar], house: Merchant, sign_in: SignIn
) -> None:
    reader, nobody = sign_in("read-only"), sign_in()

    def status(path: str, cookie: str) -> Any:
        return api.get(f"/api/v1{path}", headers={"cookie": cookie}).status_code

    session = f"sessionid={_session(reader)}"
    assert [status(path, session) for path in ("/orders", "/events", "/exceptions")] == [200, 200, 200]
    assert status("/api-keys", session) == 403
    assert status("/orders", "sessionid=made-up") == 401
    assert status("/orders", "") == 401
    assert "sessionid" not in nobody.cookies


def test_signing_out_ends_the_session_on_the_api_at_once(
    api: TestClient[Litestar], house: Merchant, sign_in: SignIn
) -> None:
    client = sign_in("owner")
    session = f"sessionid={_session(client)}"
    assert api.get(ORDERS, headers={"cookie": session}).status_code == 200

    client.logout()

    assert api.get(ORDERS, headers={"cookie": session}).status_code == 401


def test_signing_out_ends_the_streams_of_the_session(site: None, house: Merchant, sign_in: SignIn) -> None:
    from ordino.site.signed_in import person_of  # noqa: PLC0415 - exists only after django.setup()

    client = sign_in("owner")
    limits = Limits(grant_seconds=0)
    app = create_api(lambda: nullcontext(house.engine), secret=b"secret", limits=limits, person_of=person_of)

    async def work() -> Stream:
        async with app.lifespan():
            stream = Stream(cookie=f"sessionid={_session(client)}")
            running = asyncio.create_task(stream.run(app))
            await stream.opened.wait()
            await asyncio.to_thread(client.logout)
            await asyncio.to_thread(house.stock, "TEA", 1)
            await running
        return stream

    stream = asyncio.run(work())
    assert (stream.status, b"event: events" in stream.text) == (200, False)


def test_a_key_that_is_wrong_is_not_made_good_by_a_session(
    api: TestClient[Litestar], house: Merchant, sign_in: SignIn
) -> None:
    headers = {"cookie": f"sessionid={_session(sign_in('owner'))}", "authorization": "Bearer ordino_unknown"}
    assert api.get(ORDERS, headers=headers).status_code == 401
