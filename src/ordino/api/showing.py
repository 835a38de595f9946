"""One read over HTTP: from the request to the database and back, with its ETag."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from ordino.api.answers import Refuse, answer
from ordino.api.asking import Handler, checked_keys
from ordino.api.ownership import Subject, check_subjects
from ordino.api.problems import InvalidParameter, NotOfThisChannel
from ordino.api.reads.actions import rows_with_actions
from ordino.api.reads.orders import OrderResource
from ordino.api.reads.reading import Asked, Page, Read
from ordino.api.requests import path_keys, query
from ordino.api.service import Service
from ordino.api.web import Answer, Web
from ordino.engine import Reader

_ETAG_BYTES = 12


def shown(read: Read) -> Handler:
    """The handler of `GET` for one read."""

    async def handle(service: Service, request: Web) -> Answer:
        caller = await service.keyring.admit(request)
        caller.must(read.permission)
        if read.channels == "refused" and caller.channel is not None:
            raise Refuse(NotOfThisChannel(operation=read.name, channel=caller.channel))
        wanted = query(request, read.query)
        fields = _known_fields(read, getattr(wanted, "fields", ()))
        keys = checked_keys(path_keys(request, read.keys))

        def ask(reader: Reader) -> tuple[bytes, str]:
            if read.channels == "by_key" and caller.channel is not None:
                subjects = [Subject(name, key) for name, key in keys.items()]
                problem = check_subjects(reader, subjects, caller.channel)
                if problem is not None:
                    raise Refuse(problem)
            asked = Asked(reader, caller, keys, wanted, service.engine.clock(), service.secret, read.name)
            return _encoded(_complete(read, asked), fields)

        return _answer(request, *await service.read(ask, by_key=read.channels == "by_key"))

    return handle


def _known_fields(read: Read, wanted: Sequence[str]) -> tuple[str, ...]:
    known = read.item.__struct_fields__ if read.item is not None else ()
    for name in wanted:
        if name not in known:
            reason = f"{name[:50]!r} is not known; known are: {', '.join(known)}"
            raise Refuse(InvalidParameter(parameter="fields", reason=reason))
    if len(set(wanted)) != len(wanted):
        raise Refuse(InvalidParameter(parameter="fields", reason="names one twice"))
    return tuple(wanted)


def _complete(read: Read, asked: Asked) -> Any:
    """The answer, in lists with what may be done with each row."""
    found = read.answer(asked)
    if read.acts is None or read.item is None:
        return found
    return msgspec.structs.replace(found, items=rows_with_actions(asked, read.acts, read.item, found.items))


def _encoded(found: Any, fields: Sequence[str]) -> tuple[bytes, str]:
    """The answer as JSON, with only the wanted fields of its items, and its ETag, which begins with an order's version."""
    if fields and isinstance(found, Page):
        items = [{name: getattr(item, name) for name in fields} for item in found.items]
        body = msgspec.json.encode({"items": items, "next": found.next})
    else:
        body = msgspec.json.encode(found)
    digest = hashlib.sha256(body).hexdigest()[:_ETAG_BYTES]
    return body, f'"{found.order.version}-{digest}"' if isinstance(found, OrderResource) else f'"{digest}"'


def _answer(request: Web, body: bytes, etag: str) -> Answer:
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    known = request.headers.get("if-none-match", "")
    if known == "*" or etag in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return Answer(b"", headers, status=304)
    return answer(body, headers)
