"""The feed as server-sent events: it begins now or where the client was, and says the cursor with each message."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import msgspec
import pytest

from ordino.api.app import create_api
from ordino.api.limits import Limits
from tests.api.conftest import SECRET
from tests.api.streams import PATH, Stream
from tests.api.world import ORDERS, Shop, order


def test_a_stream_tells_what_happens_and_goes_on_where_it_was(shop: Shop) -> None:
    app = create_api(lambda: nullcontext(shop.engine), secret=SECRET, limits=Limits())
    shop.place()

    async def work() -> tuple[Stream, Stream, list[int]]:
        placed: list[int] = []

        async def place() -> None:
            placed.append(await asyncio.to_thread(shop.place))

        async with app.lifespan():
            first = Stream(1, authorization=f"Bearer {shop.secret}")
            running = asyncio.create_task(first.run(app))
            await first.opened.wait()
            await place()
            await running
            await place()
            second = Stream(1, authorization=f"Bearer {shop.secret}", **{"last-event-id": _ids(first)[-1]})
            await second.run(app)
        return first, second, placed

    first, second, placed = asyncio.run(work())
    assert first.status == second.status == 200
    assert _streams(first) == [f"order/{placed[0]}"]
    assert _streams(second) == [f"order/{placed[1]}"]


def test_a_stream_needs_its_scope_and_a_true_cursor(shop: Shop) -> None:
    assert shop.get(PATH, secret=None).status_code == 401
    assert shop.get(PATH, secret=shop.issue("orders-only", "orders:write")).status_code == 403
    assert shop.get(PATH, **{"Last-Event-ID": "made up"}).status_code == 400
    assert shop.get("/api/v1/events/changes", secret=shop.issue("feed-only", "events:read")).status_code == 403
    assert shop.post(ORDERS, order()).status_code == 200


def _revoke_key(shop: Shop, known: str) -> None:
    ((key_id,),) = shop.merchant.rows("select id from access_api_key where name = 'listener'")
    assert shop.post(f"/api/v1/api-keys/{key_id}/revoke", {}).status_code == 200


def _revoke_token(shop: Shop, known: str) -> None:
    secret = known.partition(" ")[0]
    token = known.partition(" ")[2]
    answer = shop.client.post("/api/v1/oauth/revoke", data={"token": token}, auth=("listener", secret))
    assert answer.status_code == 200


def _let_it_expire(shop: Shop, known: str) -> None:
    shop.engine.clock.set(shop.engine.clock() + timedelta(minutes=10))


@pytest.mark.parametrize("end", [_revoke_key, _revoke_token, _let_it_expire])
def test_a_stream_ends_when_its_key_or_token_does(shop: Shop, end: Callable[[Shop, str], None]) -> None:
    """It ends by itself; the client does not go, and is told nothing of what happens after."""
    secret = shop.issue("listener", "events:read")
    form = {"grant_type": "client_credentials"}
    token = shop.client.post("/api/v1/oauth/token", data=form, auth=("listener", secret)).json()["access_token"]
    app = create_api(lambda: nullcontext(shop.engine), secret=SECRET, limits=Limits(grant_seconds=0))

    async def work() -> Stream:
        async with app.lifespan():
            stream = Stream(authorization=f"Bearer {token}")
            running = asyncio.create_task(stream.run(app))
            await stream.opened.wait()
            await asyncio.to_thread(end, shop, f"{secret} {token}")
            await asyncio.to_thread(shop.place)
            await running
        return stream

    stream = asyncio.run(work())
    assert (stream.status, _streams(stream)) == (200, [])


def test_streams_are_counted_for_each_who_listens_and_for_each_feed(shop: Shop) -> None:
    limits = Limits(event_streams=2, page_streams=1, streams_each=1)
    app = create_api(lambda: nullcontext(shop.engine), secret=SECRET, limits=limits)
    bearers = [f"Bearer {shop.issue(name, '*')}" for name in ("first", "second", "third")]

    async def work() -> tuple[list[Stream], list[Stream]]:
        async with app.lifespan():
            open_ones = [Stream(authorization=bearers[0]), Stream(authorization=bearers[1])]
            open_ones.append(Stream(path="/api/v1/events/changes", authorization=bearers[2]))
            running = []
            for stream in open_ones:
                running.append(asyncio.create_task(stream.run(app)))
                await stream.opened.wait()
            refused = [Stream(authorization=bearers[0]), Stream(authorization=bearers[2])]
            refused.append(Stream(path="/api/v1/events/changes", authorization=bearers[1]))
            for stream in refused:
                await stream.run(app)
            for stream in open_ones:
                stream.leave()
            await asyncio.gather(*running)
            again = Stream(1, authorization=bearers[0])
            last = asyncio.create_task(again.run(app))
            await again.opened.wait()
            again.leave()
            await last
            return [*open_ones, again], refused

    opened, refused = asyncio.run(work())
    assert [stream.status for stream in opened] == [200] * 4
    problems = [msgspec.json.decode(stream.text) for stream in refused]
    assert [stream.status for stream in refused] == [429] * 3
    assert [(one["title"], one["maximum"]) for one in problems] == [("Too many streams", limit) for limit in (1, 2, 1)]


def _ids(stream: Stream) -> list[str]:
    return [line.removeprefix("id: ") for line in stream.text.decode().splitlines() if line.startswith("id: ")]


def _streams(stream: Stream) -> list[str]:
    told = [line.removeprefix("data: ") for line in stream.text.decode().splitlines() if line.startswith("data: ")]
    return [event["stream"] for data in told for event in msgspec.json.decode(data)]
