"""The feed as server-sent events: it begins now or where the client was, and says the cursor with each message."""

import asyncio
from contextlib import nullcontext
from typing import Any

import msgspec

from ordino.api.app import create_api
from ordino.api.limits import Limits
from tests.api.world import ORDERS, Shop, order

PATH = "/api/v1/events/stream"


class Stream:
    """A client that reads a stream from the ASGI application until it has seen enough."""

    def __init__(self, shop: Shop, enough: int, **headers: str) -> None:
        self._shop = shop
        self._enough = enough
        self._headers = {"authorization": f"Bearer {shop.secret}", **headers}
        self.status = 0
        self.text = b""
        self.opened = asyncio.Event()
        self._gone = asyncio.Event()
        self._asked = False

    async def run(self, app: Any) -> None:
        headers = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        scope = {
            "type": "http", "method": "GET", "path": PATH, "raw_path": PATH.encode(), "query_string": b"kind=OrderPlaced",
            "root_path": "", "headers": headers, "scheme": "http", "extensions": {}, "http_version": "1.1", "state": {},
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        async with asyncio.timeout(60):
            await app(scope, self._receive, self._send)

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"")
        if b"retry:" in self.text:
            self.opened.set()
        if self.text.count(b"event: events") >= self._enough:
            self._gone.set()


def test_a_stream_tells_what_happens_and_goes_on_where_it_was(shop: Shop) -> None:
    app = create_api(lambda: nullcontext(shop.engine), secret=b"a secret of the tests", limits=Limits())
    shop.place()

    async def work() -> tuple[Stream, Stream, list[int]]:
        placed: list[int] = []

        async def place() -> None:
            placed.append(await asyncio.to_thread(shop.place))

        async with app.lifespan():
            first = Stream(shop, 1)
            running = asyncio.create_task(first.run(app))
            await first.opened.wait()
            await place()
            await running
            await place()
            second = Stream(shop, 1, **{"last-event-id": _ids(first)[-1]})
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
    assert shop.post(ORDERS, order()).status_code == 200


def _ids(stream: Stream) -> list[str]:
    return [line.removeprefix("id: ") for line in stream.text.decode().splitlines() if line.startswith("id: ")]


def _streams(stream: Stream) -> list[str]:
    told = [line.removeprefix("data: ") for line in stream.text.decode().splitlines() if line.startswith("data: ")]
    return [event["stream"] for data in told for event in msgspec.json.decode(data)]
