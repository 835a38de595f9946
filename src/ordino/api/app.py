"""The Litestar application: a route for each path, made from the operations and reads."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

import structlog
from litestar import HttpMethod, Litestar, Response, route
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException
from litestar.handlers import HTTPRouteHandler

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
from ordino.api.requests import Web
from ordino.api.service import serving
from ordino.api.showing import shown
from ordino.api.streaming import stream_changes, stream_events
from ordino.api.tokens import issue_token, revoke_token
from ordino.engine import Engine

log = structlog.get_logger("ordino.api")
Methods = dict[str, Handler]


def create_api(
    open_engine: Callable[[], AbstractContextManager[Engine]],
    *,
    secret: bytes,
    limits: Limits,
    person_of: PersonOf | None = None,
) -> Litestar:
    """The API as an ASGI application; it opens its engine when it starts. Handlers must be loaded before.

    `person_of` says who is signed in; without it there are API keys only.
    """

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        with open_engine() as engine:
            async with serving(engine, limits, secret, person_of) as service:
                app.state.service = service
                yield

    return Litestar(
        path=BASE,
        route_handlers=[_route(path, methods) for path, methods in routes().items()],
        lifespan=[lifespan],
        exception_handlers={Refuse: _refuse, HTTPException: _http_exception, Exception: _defect},
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


def _route(path: str, methods: Methods) -> HTTPRouteHandler:
    async def handle(request: Web) -> Response[bytes]:
        found: Response[bytes] = await methods[request.method](request.app.state.service, request)
        return found

    return route(path, http_method=[HttpMethod(method) for method in methods], status_code=200)(handle)


def _refuse(request: Web, refuse: Refuse) -> Response[bytes]:
    return refusal(refuse.problem, refuse.headers)


def _http_exception(request: Web, exception: HTTPException) -> Response[bytes]:
    """What the framework refuses by itself."""
    if isinstance(exception, NotFoundException):
        return refusal(NoSuchAddress(path=request.scope["path"][:200]))
    if isinstance(exception, MethodNotAllowedException):
        return refusal(MethodNotAllowed(method=request.method), exception.headers)
    if exception.status_code < 500:
        return refusal(InvalidBody(where="$", reason=str(exception.detail)))
    return _defect(request, exception)


def _defect(request: Any, exception: Exception) -> Response[bytes]:
    log.error("request failed", path=request.scope["path"], exc_info=exception)
    return refusal(Defect())
