"""A client of the stream of events."""

import asyncio
from typing import Any

PATH = "/api/v1/events/stream"


class Stream:
    """A client that reads a stream from the ASGI application until it has seen enough, or the stream is over."""

    def __init__(self, enough: int = 1_000_000, *, path: str = PATH, **headers: str) -> None:
        self._enough = enough
        self._path = path
        self._headers = headers
        self.status = 0
        self.text = b""
        self.opened = asyncio.Event()
        self._gone = asyncio.Event()
        self._asked = False

    def leave(self) -> None:
        """Go, as a client that closes its connection."""
        self._gone.set()

    async def run(self, app: Any) -> None:
        headers = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        scope = {
            "type": "http", "method": "GET", "path": self._path, "raw_path": self._path.encode(),
            "query_string": b"kind=OrderPlaced",
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
        over = message["type"] == "http.response.body" and not message.get("more_body", False)
        if over or self.text.count(b"event: events") >= self._enough:
            self._gone.set()
