"""The OpenAPI 3.1 document, made from the operations and reads: schemas, refusals, examples, scopes."""

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from inspect import cleandoc
from typing import Any

import msgspec

import ordino
from ordino.api.answers import BASE, PROBLEM_TYPE
from ordino.api.asking import REPLAYED, AnsweredItems
from ordino.api.declared import (
    problem_name,
    problem_schema,
    problems_of,
    problems_of_downloads,
    problems_of_files,
    problems_of_many,
    problems_of_reads,
)
from ordino.api.examples import example_of, example_of_problem
from ordino.api.operations import NATURAL_KEY, CommandOperation, operations
from ordino.api.reads.all import READS
from ordino.api.reads.reading import Read
from ordino.jobs.commands import CreateImport, JobResult
from ordino.kernel.problems import Problem
from ordino.kernel.schemas import say_how_decimals_are_written

Json = dict[str, Any]
_REFERENCE = "#/components/schemas/{name}"


@cache
def document() -> Json:
    """The whole document. What many operations refuse in the same way stands once, among the components."""
    paths: dict[str, Json] = {}
    types: list[Any] = [AnsweredItems]
    for operation in operations():
        types += [operation.body, operation.item, operation.command.result]
        paths.setdefault(operation.path.template(), {})["post"] = _single(operation)
        paths.setdefault(operation.path.bulk(), {})["post"] = _bulk(operation)
    for read in READS:
        types.append(read.result)
        paths.setdefault(read.path, {})["get"] = _read(read)
    paths["/jobs/{job_id}/file"] = {"put": _send_file()}
    paths["/downloads/{token}"] = {"get": _download()}
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [{"url": BASE, "description": "This server."}],
        "security": [{"apiKey": []}],
        "tags": _tags(),
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer", "description": "An API key."}},
            "responses": _shared_responses(),
            "schemas": _schemas(types) | {name: problem_schema(one) for name, one in sorted(_declared.items())},
        },
    }


def _info() -> Json:
    return {
        "title": "Ordino",
        "version": ordino.__version__,
        "summary": "Order management: every command and read over HTTP.",
        "description": (
            "A command is asked for with POST and an `Idempotency-Key`; `?preview=true` says what would happen and changes "
            "nothing; `/bulk` takes up to 1,000 at once. A refusal is `application/problem+json` (RFC 9457). Amounts are "
            "integers of the currency's minor unit, times are UTC."
        ),
        "contact": {"name": "Ordino", "url": "https://ordino.example"},
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }


def _tags() -> list[Json]:
    contexts = {operation.command.context for operation in operations()} | {read.context for read in READS}
    return [{"name": name, "description": f"What may be asked of {name}, and read of it."} for name in sorted(contexts)]


def _single(operation: CommandOperation) -> Json:
    command = operation.command
    required = NATURAL_KEY not in operation.body.__struct_fields__
    parameters = [*_keys(operation.path.keys), _PREVIEW, _IDEMPOTENCY_KEY | {"required": required}]
    if operation.versioned:
        parameters.append(_IF_MATCH)
    return {
        **_words(operation.name, command.context, command.permission(), command.__doc__),
        "parameters": parameters,
        "requestBody": _body(_reference(operation.body), example_of(operation.body)),
        "responses": _responses(command.result, _CHANGED_HEADERS, problems_of(command)),
    }


def _bulk(operation: CommandOperation) -> Json:
    command = operation.command
    name = f"{operation.name}Bulk"
    words = (
        f"Up to 1,000 of {operation.name} at once, each with an answer of its own.\n\n{cleandoc(command.__doc__ or '')}"
    )
    items = {"type": "array", "maxItems": 1_000, "items": _reference(operation.item)}
    schema = {"type": "object", "properties": {"items": items}, "required": ["items"], "additionalProperties": False}
    return {
        **_words(name, command.context, command.permission(), words),
        "parameters": [_PREVIEW, _IDEMPOTENCY_KEY],
        "requestBody": _body(schema, {"items": [example_of(operation.item)]}),
        "responses": _responses(AnsweredItems, {}, problems_of_many()),
    }


def _read(read: Read) -> Json:
    etag = {
        "name": "If-None-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "An ETag that is known.",
    }
    responses = _responses(read.result, _READ_HEADERS, problems_of_reads())
    responses["304"] = {"description": "Not changed since that ETag.", "headers": _READ_HEADERS}
    return {
        **_words(read.name, read.context, read.permission, read.answer.__doc__),
        "parameters": [*_keys(read.keys), *_query(read.query), etag],
        "responses": responses,
    }


def _send_file() -> Json:
    schema = {"type": "string", "contentMediaType": "application/octet-stream"}
    text = "Take the file of an import in.\n\nIt runs as soon as a worker is free. Sent again before, it replaces what was sent."
    return {
        **_words("SendFile", "jobs", CreateImport.permission(), text),
        "parameters": _keys(("job_id",)),
        "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": schema}}},
        "responses": _responses(JobResult, {}, problems_of_files()),
    }


def _download() -> Json:
    token = {"name": "token", "in": "path", "required": True, "schema": {"type": "string"}, "description": "As signed."}
    content = {
        "application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
    }
    responses = _responses(JobResult, {}, problems_of_downloads())
    responses["200"] = {"description": "The file.", "content": content}
    return {
        "operationId": "download",
        "tags": ["jobs"],
        "summary": "A file of a job, to whoever has its link",
        "description": "The link stands in the job, and holds for an hour or two; it needs no key.",
        "security": [],
        "parameters": [token],
        "responses": responses,
    }


def _words(name: str, context: str, permission: str, doc: str | None) -> Json:
    text = cleandoc(doc or "")
    scope = permission.replace(".", ":", 1)
    return {
        "operationId": f"{name[0].lower()}{name[1:]}",
        "tags": [context],
        "summary": text.partition("\n")[0].rstrip("."),
        "description": f"{text}\n\nNeeds the scope `{scope}` or `{context}:write`.",
    }


def _body(schema: Json, example: Any) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def _responses(result: Any, headers: Json, refused: Iterable[type[Problem]]) -> Json:
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in dict.fromkeys(refused):
        by_status.setdefault(problem.status, []).append(problem)
    told = {"schema": _reference(result), "example": example_of(result)}
    responses: Json = {"200": {"description": "Done.", "headers": headers, "content": {"application/json": told}}}
    for status, found in sorted(by_status.items()):
        responses[str(status)] = {"$ref": f"#/components/responses/{_refused(status, tuple(found))}"}
    return responses


_refusals: dict[str, Json] = {}
_declared: dict[str, type[Problem]] = {}


def _refused(status: int, found: tuple[type[Problem], ...]) -> str:
    """The name of the response that declares these problems of one status."""
    _declared.update({problem_name(problem): problem for problem in found})
    one_of = [{"$ref": _REFERENCE.format(name=problem_name(problem))} for problem in found]
    examples = {problem.code(): {"value": example_of_problem(problem)} for problem in found}
    codes = " ".join(problem.code() for problem in found)
    name = f"Refused{status}.{sha256(codes.encode()).hexdigest()[:8]}"
    _refusals[name] = {
        "description": f"{' / '.join(problem.title for problem in found)}.",
        "content": {
            PROBLEM_TYPE: {"schema": one_of[0] if len(one_of) == 1 else {"oneOf": one_of}, "examples": examples}
        },
    }
    return name


def _shared_responses() -> Json:
    return dict(sorted(_refusals.items()))


def _keys(names: Sequence[str]) -> list[Json]:
    schema = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema, "description": f"The {_thing(name)}'s number."}
        for name in names
    ]


def _query(shape: type[msgspec.Struct]) -> list[Json]:
    schema = msgspec.json.schema(shape)
    told = next(iter(schema["$defs"].values())) if "$defs" in schema else schema
    return [
        {
            "name": name,
            "in": "query",
            "required": name in told.get("required", ()),
            "schema": {key: value for key, value in described.items() if key != "default"},
            "description": f"{cleandoc(shape.__doc__ or '')}",
        }
        for name, described in told["properties"].items()
    ]


def _schemas(types: Sequence[Any]) -> Json:
    _, components = msgspec.json.schema_components(_distinct(types), ref_template=_REFERENCE)
    say_how_decimals_are_written(components)
    return dict(sorted(components.items()))


def _reference(kind: Any) -> Json:
    (found,), _ = msgspec.json.schema_components([kind], ref_template=_REFERENCE)
    return found


def _distinct(types: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(types))


def _thing(key: str) -> str:
    return key.removesuffix("_id").replace("_", " ")


_PREVIEW: Json = {
    "name": "preview",
    "in": "query",
    "schema": {"type": "boolean"},
    "description": "Say what would happen; change nothing.",
}
_IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!#-\[\]-~]{1,255}$"},
    "description": "A value of your own for each request; the same one repeats it safely. Needed unless it is a preview, or the "
    "command has an `external_reference`.",
}
_IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": r'^"\d{1,18}(-[0-9a-f]+)?"$'},
    "description": "The ETag of the order as it was seen; the same as `expected_version` in the body.",
}
_ETAG: Json = {"schema": {"type": "string"}, "description": "For `If-Match` and `If-None-Match`."}
_READ_HEADERS: Json = {"ETag": _ETAG}
_CHANGED_HEADERS: Json = {
    "ETag": _ETAG,
    REPLAYED: {"schema": {"type": "string"}, "description": "`true` where it was done before, and not again now."},
}
