"""What anybody may read: the OpenAPI document, what a problem means, what events there are and what they say."""

from functools import cache
from html import escape
from inspect import cleandoc

import msgspec

from ordino.api.answers import BASE, Refuse, answer
from ordino.api.declared import all_problems
from ordino.api.openapi import document
from ordino.api.service import Service
from ordino.api.web import Answer, Web
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound
from ordino.kernel.schemas import context_of, event_schema, event_types

_HTML = "text/html; charset=utf-8"
_LONG = {"Cache-Control": "public, max-age=300"}
_AS_SHOWN = {"Vary": "Accept", "Content-Security-Policy": "default-src 'none'"}


class ExplainedProblem(Record, frozen=True):
    """What a problem's `type` leads to."""

    type: str
    title: str
    status: int
    meaning: str
    facts: list[str]


class EventType(Record, frozen=True):
    """One kind of event; `schema` is the address of its JSON Schema."""

    kind: str
    context: str
    version: int
    meaning: str
    schema: str


class EventTypes(Record, frozen=True):
    items: list[EventType]


@cache
def _openapi() -> bytes:
    return msgspec.json.encode(document())


async def show_openapi(service: Service, request: Web) -> Answer:
    """The OpenAPI document of this server."""
    return answer(_openapi(), _LONG)


async def explain_problem(service: Service, request: Web) -> Answer:
    """What a problem means, by its code: JSON for programs, a page for browsers."""
    code = request.path_params["code"]
    problem = next((one for one in all_problems() if one.code() == code), None)
    if problem is None:
        raise Refuse(NotFound(what="problem", reference=code[:100]))
    meaning = cleandoc(problem.__doc__ or problem.title)
    explained = ExplainedProblem(code, problem.title, problem.status, meaning, list(problem.__struct_fields__))
    if "text/html" in request.headers.get("accept", ""):
        return Answer(_page(explained).encode(), _LONG | _AS_SHOWN, media_type=_HTML)
    return answer(msgspec.json.encode(explained), _LONG | _AS_SHOWN)


def _page(problem: ExplainedProblem) -> str:
    """The same for a person who follows the address in a browser."""
    facts = "".join(f"<li><code>{escape(fact)}</code></li>" for fact in problem.facts)
    said = f"<p>It says beside <code>title</code>, <code>status</code> and <code>detail</code>:</p><ul>{facts}</ul>"
    meaning = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in problem.meaning.split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(problem.title)}</title>'
        f"<h1>{escape(problem.title)}</h1><p><code>{escape(problem.type)}</code>, HTTP {problem.status}</p>"
        f"{meaning}{said if facts else ''}</html>"
    )


@cache
def _event_types() -> bytes:
    items = [
        EventType(
            kind,
            context_of(event),
            event.version,
            cleandoc(event.__dict__.get("__doc__") or ""),
            f"{BASE}/event-types/{kind}",
        )
        for kind, event in event_types().items()
    ]
    return msgspec.json.encode(EventTypes(items))


async def list_event_types(service: Service, request: Web) -> Answer:
    """Every kind of event that the journal, the feed and webhooks tell of."""
    return answer(_event_types(), _LONG)


async def show_event_type(service: Service, request: Web) -> Answer:
    """The JSON Schema of one kind of event."""
    kind = request.path_params["kind"]
    event = event_types().get(kind)
    if event is None:
        raise Refuse(NotFound(what="event type", reference=kind[:100]))
    return answer(msgspec.json.encode(event_schema(event)), _LONG)
