"""The OpenAPI 3.1 document, made from the operations and reads: schemas, refusals, examples, scopes."""

from collections.abc import Sequence
from functools import cache
from inspect import cleandoc
from typing import Any

import msgspec

import ordino
from ordino.api.answers import BASE
from ordino.api.asking import REPLAYED, AnsweredItems
from ordino.api.declared import problems_of, problems_of_many, problems_of_reads
from ordino.api.examples import example_of
from ordino.api.openapi_links import links_of, shared_links
from ordino.api.openapi_parts import (
    REFERENCE,
    Json,
    keys,
    reference,
    responses,
    shared_problems,
    shared_responses,
    words,
)
from ordino.api.openapi_special import SPECIAL_TYPES, security_schemes, special_paths
from ordino.api.operations import NATURAL_KEY, CommandOperation, operations
from ordino.api.reads.all import READS
from ordino.api.reads.reading import Read
from ordino.kernel.schemas import say_how_decimals_are_written


@cache
def document() -> Json:
    """The whole document. What many operations refuse in the same way stands once, among the components."""
    paths: dict[str, Json] = {}
    types: list[Any] = [AnsweredItems, *SPECIAL_TYPES]
    for operation in operations():
        types += [operation.body, operation.item, operation.result]
        paths.setdefault(operation.path.template(), {})["post"] = _single(operation)
        paths.setdefault(operation.path.bulk(), {})["post"] = _bulk(operation)
    for read in READS:
        types.append(read.answered)
        paths.setdefault(read.path, {})["get"] = _read(read)
    paths |= special_paths()
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [{"url": BASE, "description": "This server."}],
        "security": [{"apiKey": []}, {"oauth2": []}],
        "tags": _tags(),
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": security_schemes(_scopes()),
            "responses": shared_responses(),
            "links": shared_links(),
            "schemas": _schemas(types) | shared_problems(),
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


def _scopes() -> Json:
    """Every scope with what it permits."""
    found = {"*": "Everything."}
    for read in READS:
        found[f"{read.context}:read"] = f"Read of {read.context}."
    for operation in operations():
        context = operation.command.context
        found[f"{context}:write"] = f"Every command of {context}, and to read of it."
        found[operation.command.permission().replace(".", ":", 1)] = f"The command {operation.name}."
    return dict(sorted(found.items()))


def _tags() -> list[Json]:
    contexts = {operation.command.context for operation in operations()} | {read.context for read in READS}
    return [{"name": name, "description": f"What may be asked of {name}, and read of it."} for name in sorted(contexts)]


def _single(operation: CommandOperation) -> Json:
    command = operation.command
    required = NATURAL_KEY not in operation.body.__struct_fields__
    parameters = [*keys(operation.path.keys), _PREVIEW, _IDEMPOTENCY_KEY | {"required": required}]
    if operation.versioned:
        parameters.append(_IF_MATCH)
    answers = responses(operation.result, _CHANGED_HEADERS, problems_of(command))
    if links := links_of(operation):
        answers["200"]["links"] = links
    return {
        **words(operation.name, command.context, command.permission(), command.__doc__),
        "parameters": parameters,
        "requestBody": _body(reference(operation.body), example_of(operation.body)),
        "responses": answers,
    }


def _bulk(operation: CommandOperation) -> Json:
    command = operation.command
    name = f"{operation.name}Bulk"
    text = (
        f"Up to 1,000 of {operation.name} at once, each with an answer of its own.\n\n{cleandoc(command.__doc__ or '')}"
    )
    items = {"type": "array", "maxItems": 1_000, "items": reference(operation.item)}
    schema = {"type": "object", "properties": {"items": items}, "required": ["items"], "additionalProperties": False}
    return {
        **words(name, command.context, command.permission(), text),
        "parameters": [_PREVIEW, _IDEMPOTENCY_KEY],
        "requestBody": _body(schema, {"items": [example_of(operation.item)]}),
        "responses": responses(AnsweredItems, {}, problems_of_many()),
    }


def _read(read: Read) -> Json:
    etag = {
        "name": "If-None-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "An ETag that is known.",
    }
    answers = responses(read.answered, _READ_HEADERS, problems_of_reads())
    answers["304"] = {"description": "Not changed since that ETag.", "headers": _READ_HEADERS}
    return {
        **words(read.name, read.context, read.permission, read.answer.__doc__),
        "parameters": [*keys(read.keys), *_query(read.query), etag],
        "responses": answers,
    }


def _body(schema: Json, example: Any) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


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
    _, components = msgspec.json.schema_components(_distinct(types), ref_template=REFERENCE)
    say_how_decimals_are_written(components)
    return dict(sorted(components.items()))


def _distinct(types: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(types))


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
