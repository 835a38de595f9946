"""Reading requests: the body within its limits, the headers that matter, the query."""

import re
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from ordino.api.answers import Refuse
from ordino.api.patience import Patience
from ordino.api.problems import (
    BodyTooLarge,
    BodyTooSlow,
    InvalidBody,
    InvalidParameter,
    NotJson,
    TooManyItems,
)
from ordino.api.web import BodyEndedEarly, Web

T = TypeVar("T")
_MOST_PARAMETERS = 100
_MOST_VALUES = 200  # of one parameter
_LONGEST_VALUE = 1_000
_LONGEST_CURSOR = 2_000
_SMALL_BODY_BYTES = 2_000  # too small to hold a list beyond the limit
_IDEMPOTENCY_KEY = re.compile(r'"?([!#-\[\]-~]{1,255})"?', re.ASCII)
_ETAG = re.compile(r'"(\d{1,18})(?:-[0-9a-f]+)?"', re.ASCII)
_WHERE = re.compile(r" - at `(.*)`$", re.DOTALL)


async def read_body(request: Web, maximum_bytes: int, patience: Patience) -> bytes:
    """The whole body. Raises Refuse: 415 where it is not JSON, 413 where it is too large, 408 where it is too slow."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refuse(NotJson(content_type=content_type[:100]))
    return await read_content(request, maximum_bytes, patience)


async def read_content(request: Web, maximum_bytes: int, patience: Patience) -> bytes:
    """The whole body, whatever it is. Raises Refuse: 413 where it is too large, 408 where it is too slow."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > maximum_bytes:
        raise Refuse(BodyTooLarge(maximum_bytes=maximum_bytes))
    chunks: list[bytes] = []
    size = 0
    try:
        with patience.limit():
            async for chunk in request.stream():
                size += len(chunk)
                if size > maximum_bytes:
                    raise Refuse(BodyTooLarge(maximum_bytes=maximum_bytes))
                chunks.append(chunk)
    except TimeoutError:
        raise Refuse(BodyTooSlow(seconds=patience.seconds)) from None
    except BodyEndedEarly:
        raise Refuse(InvalidBody(where="$", reason="the body ended early")) from None
    return b"".join(chunks)


def decode(decoder: "msgspec.json.Decoder[T]", body: bytes) -> T:
    """The body as the struct it must be; raises Refuse with `InvalidBody`."""
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as failure:
        raise Refuse(_not_as_asked(failure)) from None


def check_lists(struct: msgspec.Struct, body_bytes: int, maximum: int, where: str = "$") -> None:
    """Raises Refuse where a list at any depth holds more than `maximum` items."""
    if body_bytes <= _SMALL_BODY_BYTES:
        return
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        place = f"{where}.{name}"
        if isinstance(value, msgspec.Struct):
            check_lists(value, body_bytes, maximum, place)
        elif isinstance(value, tuple | list):
            if len(value) > maximum:
                raise Refuse(TooManyItems(where=place, maximum=maximum))
            for item in value:
                if isinstance(item, msgspec.Struct):
                    check_lists(item, body_bytes, maximum, f"{place}[...]")


def idempotency_key(request: Web) -> str | None:
    """The header `Idempotency-Key`, with or without its quotes; raises Refuse where it cannot be one."""
    given = request.headers.get("idempotency-key")
    if given is None:
        return None
    found = _IDEMPOTENCY_KEY.fullmatch(given)
    if found is None:
        raise Refuse(InvalidParameter(parameter="Idempotency-Key", reason="give 1 to 255 printable ASCII characters"))
    return found[1]


def if_match(request: Web) -> int | None:
    """The version that `If-Match` names; raises Refuse where it names none."""
    given = request.headers.get("if-match")
    if given is None:
        return None
    found = _ETAG.fullmatch(given)
    if found is None:
        raise Refuse(InvalidParameter(parameter="If-Match", reason='give one ETag of the order, such as "7"'))
    return int(found[1])


def path_keys(request: Web, names: tuple[str, ...]) -> dict[str, int]:
    """The keys in the path."""
    return {name: request.path_params[name] for name in names}


def query(request: Web, shape: type[msgspec.Struct]) -> Any:
    """The query as the struct it must be; lists may be repeated or parted by commas. Raises Refuse."""
    if not request.scope["query_string"]:
        return _nothing_asked(shape)
    given: dict[str, list[str]] = {}
    try:
        text = request.scope["query_string"].decode()
        for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="strict"):
            given.setdefault(name, []).append(value)
    except ValueError:
        raise Refuse(InvalidParameter(parameter="query", reason="it cannot be read")) from None
    several = _several(shape)
    for name, values in given.items():
        if name not in several:
            known = ", ".join(several) or "none"
            raise Refuse(InvalidParameter(parameter=name[:100], reason=f"is not known here; known are: {known}"))
        _check_values(name, values, several=several[name])
        if len(values) > 1 and not several[name]:
            raise Refuse(InvalidParameter(parameter=name, reason="may be given once"))
    raw = {
        name: [part for value in values for part in value.split(",")] if several[name] else values[0]
        for name, values in given.items()
    }
    return _shaped(raw, shape)


@cache
def _nothing_asked(shape: type[msgspec.Struct]) -> Any:
    """What a query without parameters asks."""
    return _shaped({}, shape)


def _shaped(raw: dict[str, str | list[str]], shape: type[msgspec.Struct]) -> Any:
    try:
        return msgspec.convert(raw, shape, strict=False)
    except (msgspec.ValidationError, ValueError) as failure:
        problem = _not_as_asked(failure)
        raise Refuse(InvalidParameter(parameter=problem.where.removeprefix("$."), reason=problem.reason)) from None


@cache
def _several(shape: type[msgspec.Struct]) -> dict[str, bool]:
    """The parameters of a query, and which of them may have several values."""
    return {field.name: "tuple" in str(field.type) for field in msgspec.structs.fields(shape)}


def _check_values(name: str, values: list[str], *, several: bool) -> None:
    """Raises Refuse where what is given for a parameter is too long, too much, or cannot stand in a text."""
    parts = [part for value in values for part in value.split(",")] if several else values
    longest = _LONGEST_CURSOR if name in ("cursor", "after") else _LONGEST_VALUE
    if any("\0" in value for value in values):
        raise Refuse(InvalidParameter(parameter=name, reason="holds a NUL"))
    if len(parts) > _MOST_VALUES:
        raise Refuse(InvalidParameter(parameter=name, reason=f"may name {_MOST_VALUES} values"))
    if any(len(part) > longest for part in parts):
        raise Refuse(InvalidParameter(parameter=name, reason=f"may have {longest} characters"))


def _not_as_asked(failure: Exception) -> InvalidBody:
    text = str(failure) or type(failure).__name__
    found = _WHERE.search(text)
    if isinstance(failure, RecursionError):
        return InvalidBody(where="$", reason="nested too deeply")
    return InvalidBody(where=found[1] if found else "$", reason=_WHERE.sub("", text))
