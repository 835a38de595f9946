"""The Litestar application: a route for each path, made from the operations and reads."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar, Response
from litestar.exceptions import HTTPException, NotFoundException

from ordino.api.admission import PersonOf
from ordino.api.answers import BASE, Refuse, refusal
from ordino.api.asking import Handler, many, single
from ordino.api.checkout import quote_checkout
from ordino.api.describing import explain_problem, list_event_types, show_event_type, show_openapi
from ordino.api.files import download, send_file
from ordino.api.incoming import receive_message
from ordino.api.limits import Limits
from ordino.api.operations import operations
from ordino.api.problems import Defect, InvalidBody, MethodNotAllowed, NoSuchAddress
from ordino.api.reads.all import READS
from ordino.api.routing import Routes
from ordino.api.service import Service, serving
from ordino.api.showing import shown
from ordino.api.streaming import stream_changes, stream_events
from ordino.api.tokens import issue_token, revoke_token
from ordino.api.web import Answer, Sendable, Web
from ordino.engine import Engine

log = structlog.get_logger("ordino.api")
Methods = dict[str, Handler]


class Api(Litestar):
    """Litestar begins it, ends it, and answers what is asked elsewhere; what is asked of the API goes straight to its handler.

    Litestar's own routing, requests and answers cost more processor time than what they carry.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._routes: Routes[Methods] = Routes(routes())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(f"{BASE}/"):
            await super().__call__(scope, receive, send)
            return
        request = Web(scope, receive)
        answered = await self._answered(request)
        await answered(scope, receive, send)

    async def _answered(self, request: Web) -> Sendable:
        found = self._routes.find(request.path[len(BASE) :])
        if found is None:
            return refusal(NoSuchAddress(path=request.path[:200]))
        methods, request.path_params = found.there, found.keys
        handler = methods.get(request.method)
        if handler is not None:
            return await _handled(handler, self.state.service, request)
        allowed = {"Allow": ", ".join(sorted({*methods, "OPTIONS"}))}
        if request.method == "OPTIONS":
            return Answer(b"", allowed, status=204)
        return refusal(MethodNotAllowed(method=request.method), allowed)


def create_api(
    open_engine: Callable[[], AbstractContextManager[Engine]],
    *,
    secret: bytes,
    limits: Limits,
    person_of: PersonOf | None = None,
) -> "Api":
    """The API as an ASGI application; it opens its engine when it starts. Handlers must be loaded before.

    `person_of` says who is signed in; without it there are API keys only.
    """

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        with open_engine() as engine:
            async with serving(engine, limits, secret, person_of) as service:
                app.state.service = service
                yield

    return Api(
        lifespan=[lifespan],
        exception_handlers={HTTPException: _http_exception},
        openapi_config=None,
        logging_config=None,
    )


def routes() -> Mapping[str, Methods]:
    """Every path with the handler of each of its methods."""
    found: dict[str, Methods] = {}
    for operation in operations():
        found.setdefault(operation.path.template("{%s:int}"), {})["POST"] = single(operation)
        found.setdefault(operation.path.bulk(), {})["POST"] = many(operation)
    found["/openapi.json"] = {"GET": show_openapi}
    found["/events/stream"] = {"GET": stream_events}
    found["/events/changes"] = {"GET": stream_changes}
    found["/incoming/{adapter:str}"] = {"POST": receive_message}
    found["/problems/{code:str}"] = {"GET": explain_problem}
    found["/event-types"] = {"GET": list_event_types}
    found["/event-types/{kind:str}"] = {"GET": show_event_type}
    found["/jobs/{job_id:int}/file"] = {"PUT": send_file}
    found["/checkout/quotes"] = {"POST": quote_checkout}
    found["/oauth/token"] = {"POST": issue_token}
    found["/oauth/revoke"] = {"POST": revoke_token}
    found["/downloads/{token:str}"] = {"GET": download}
    for read in READS:
        found.setdefault(_typed(read.path), {})["GET"] = shown(read)
    return found


def _typed(path: str) -> str:
    return path.replace("_id}", "_id:int}")


async def _handled(handler: Handler, service: Service, request: Web) -> Sendable:
    try:
        return await handler(service, request)
    except Refuse as refuse:
        return refusal(refuse.problem, refuse.headers)
    except Exception as defect:
        return _defect(request.path, defect)


def _http_exception(request: Any, exception: HTTPException) -> Response[bytes]:
    """What the framework refuses by itself, before anything of ours is asked."""
    if isinstance(exception, NotFoundException):
        return _framed(refusal(NoSuchAddress(path=request.scope["path"][:200])))
    if exception.status_code < 500:
        return _framed(refusal(InvalidBody(where="$", reason=str(exception.detail))))
    return _framed(_defect(request.scope["path"], exception))


def _framed(found: Answer) -> Response[bytes]:
    return Response(found.body, status_code=found.status, media_type=found.media_type, headers=dict(found.headers))


def _defect(path: str, exception: Exception) -> Answer:
    log.error("request failed", path=path, exc_info=exception)
    return refusal(Defect())
