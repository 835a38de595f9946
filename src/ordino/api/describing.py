"""What anybody may read: the OpenAPI document, and what a problem means."""

from functools import cache
from inspect import cleandoc

import msgspec
from litestar import Response

from ordino.api.answers import Refuse, answer
from ordino.api.declared import all_problems
from ordino.api.openapi import document
from ordino.api.requests import Web
from ordino.api.service import Service
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound

_LONG = {"Cache-Control": "public, max-age=300"}


class ExplainedProblem(Record, frozen=True):
    """What a problem's `type` leads to."""

    type: str
    title: str
    status: int
    meaning: str
    facts: list[str]


@cache
def _openapi() -> bytes:
    return msgspec.json.encode(document())


async def show_openapi(service: Service, request: Web) -> Response[bytes]:
    """The OpenAPI document of this server."""
    return answer(_openapi(), _LONG)


async def explain_problem(service: Service, request: Web) -> Response[bytes]:
    """What a problem means, by its code."""
    code = request.path_params["code"]
    problem = next((one for one in all_problems() if one.code() == code), None)
    if problem is None:
        raise Refuse(NotFound(what="problem", reference=code[:100]))
    meaning = cleandoc(problem.__doc__ or problem.title)
    explained = ExplainedProblem(code, problem.title, problem.status, meaning, list(problem.__struct_fields__))
    return answer(msgspec.json.encode(explained), _LONG)
