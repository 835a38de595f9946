"""A request and an answer as ASGI has them, with only what the API needs of them. Decision 0160."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from litestar.types import Receive, Scope, Send

NOT_MODIFIED = 304
_MAY_REPEAT = ", "
_COOKIES = "; "


class BodyEndedEarly(Exception):
    """The client went away before its body was whole."""


class Web:
    """A request: its headers by their names in small letters (one that comes twice is joined), the keys of its path, its body."""

    __slots__ = ("headers", "method", "path", "path_params", "receive", "scope")

    def __init__(self, scope: Any, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.method = str(scope["method"])
        self.path = str(scope["path"])
        self.path_params: dict[str, Any] = {}
        self.headers: dict[str, str] = {}
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            if name in self.headers:
                value = f"{self.headers[name]}{_COOKIES if name == 'cookie' else _MAY_REPEAT}{value}"
            self.headers[name] = value

    async def stream(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises BodyEndedEarly."""
        more = True
        while more:
            message: Any = await self.receive()
            if message["type"] == "http.disconnect":
                raise BodyEndedEarly
            more = message.get("more_body", False)
            yield message.get("body", b"")


class Sendable(Protocol):
    """What is answered: an ASGI application that sends itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


class Answer:
    """An answer that is whole: an ASGI application that sends it."""

    __slots__ = ("body", "headers", "media_type", "status")

    def __init__(self, body: bytes, headers: Mapping[str, str], *, status: int = 200, media_type: str = "") -> None:
        self.body = body
        self.headers = headers
        self.status = status
        self.media_type = media_type

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        if self.media_type:
            headers.append((b"content-type", self.media_type.encode()))
        if self.status != NOT_MODIFIED:
            headers.append((b"content-length", b"%d" % len(self.body)))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})
