"""Which of two applications answers a request."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
API_PATH = "/api"


def dispatch(api: Application, rest: Application) -> Application:
    """`/api/...` and the start and end of the process go to the API, the rest to the rest (Django needs no lifespan)."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        to_api = scope["type"] == "lifespan" or path == API_PATH or path.startswith(f"{API_PATH}/")
        await (api if to_api else rest)(scope, receive, send)

    return application
