"""One command or many over HTTP: from the request to the engine and back."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from ordino.api.admission import Caller
from ordino.api.answers import Refuse, answer, problem_body, refusal
from ordino.api.operations import CommandOperation, has_natural_key
from ordino.api.ownership import check_command
from ordino.api.problems import IdempotencyKeyMissing, TooManyItems
from ordino.api.requests import (
    check_lists,
    decode,
    idempotency_key,
    if_match,
    path_keys,
    query,
    read_body,
)
from ordino.api.sealing import SecretMaker, with_secret
from ordino.api.service import Service
from ordino.api.web import Answer, Sendable, Web
from ordino.engine import Completed, Outcome, Replayed
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Command, Record, Refused, Result
from ordino.kernel.problems import NotFound, Problem
from ordino.webhooks.secret import Secret

REPLAYED = "Idempotent-Replayed"
Handler = Callable[[Service, Web], Awaitable[Sendable]]


class HowAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With `preview=true` the command runs and is rolled back: the answer says what would happen."""

    preview: bool = False


class Items(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Many commands of one kind; each gets an answer of its own, in order."""

    items: list[msgspec.Raw]


class Answered(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to one of many: `result`, or the `problem` it was refused with."""

    status: int
    replayed: bool = False
    result: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    problem: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class AnsweredItems(Record, frozen=True, kw_only=True):
    """The answers in the order of the items, and how many were done and refused."""

    done: int
    refused: int
    items: list[Answered]


def single(operation: CommandOperation) -> Handler:
    """The handler of `POST` for one command."""
    decoder = msgspec.json.Decoder(operation.body)
    permission = operation.command.permission()

    async def handle(service: Service, request: Web) -> Answer:
        caller = await service.keyring.admit(request)
        caller.must(permission)
        preview = query(request, HowAsked).preview
        key = idempotency_key(request)
        version = if_match(request) if operation.versioned else None
        keys = checked_keys(path_keys(request, operation.path.keys))
        body = await read_body(request, service.limits.body_bytes, service.body_patience)
        asked = decode(decoder, body)
        check_lists(asked, len(body), service.limits.list_items)
        secret = _secret(service, caller, operation, key)
        command = _built(operation.build(asked, keys, version, secret))
        if key is None and not preview and not has_natural_key(command):
            raise Refuse(IdempotencyKeyMissing())
        (outcome,) = await _asked(service, caller, [command], [key], preview=preview)
        if isinstance(outcome, Refused):
            return refusal(outcome.problem)
        return _answer(outcome, _shown(operation, outcome, None if preview else secret))

    return handle


def many(operation: CommandOperation) -> Handler:
    """The handler of `POST .../bulk`: up to 1,000 commands, each with an answer of its own."""
    items_decoder = msgspec.json.Decoder(Items)
    decoder = msgspec.json.Decoder(operation.item)
    permission = operation.command.permission()

    async def handle(service: Service, request: Web) -> Answer:
        caller = await service.keyring.admit(request)
        caller.must(permission)
        preview = query(request, HowAsked).preview
        key = idempotency_key(request)
        limits = service.limits
        body = await read_body(request, limits.bulk_bytes, service.body_patience)
        asked = decode(items_decoder, body)
        assert isinstance(asked, Items)
        if len(asked.items) > limits.bulk_items:
            raise Refuse(TooManyItems(where="$.items", maximum=limits.bulk_items))
        keys = [None if key is None else f"{key}#{place}" for place in range(len(asked.items))]
        secrets = [_secret(service, caller, operation, item_key) for item_key in keys]
        found = [
            _one_of_many(operation, decoder, item, limits.list_items, secret)
            for item, secret in zip(asked.items, secrets, strict=True)
        ]
        commands = [one for one in found if isinstance(one, Command)]
        if key is None and not preview and not all(map(has_natural_key, commands)):
            raise Refuse(IdempotencyKeyMissing())
        item_keys = [item_key for item_key, one in zip(keys, found, strict=True) if isinstance(one, Command)]
        outcomes = iter(await _asked(service, caller, commands, item_keys, preview=preview))
        answered = [
            _answered(
                operation, next(outcomes) if isinstance(one, Command) else Refused(one), None if preview else secret
            )
            for one, secret in zip(found, secrets, strict=True)
        ]
        refused = sum(one.problem is not msgspec.UNSET for one in answered)
        return answer(msgspec.json.encode(AnsweredItems(done=len(answered) - refused, refused=refused, items=answered)))

    return handle


async def _asked(
    service: Service, caller: Caller, commands: Sequence[Command], keys: Sequence[str | None], *, preview: bool
) -> list[Outcome]:
    """The outcomes of the commands; what a key of one channel may not touch is refused without being asked."""
    forbidden = await _forbidden(service, caller, commands)
    if forbidden:
        keys = [key for place, key in enumerate(keys) if place not in forbidden]
        commands = [command for place, command in enumerate(commands) if place not in forbidden]
    outcomes: list[Outcome] = []
    if commands and preview:
        outcomes = await service.preview(commands, caller.actor)
    elif commands:
        outcomes = await service.gatherer.ask(commands, keys, caller.actor)
    found = iter(outcomes)
    count = len(outcomes) + len(forbidden)
    return [Refused(forbidden[place]) if place in forbidden else next(found) for place in range(count)]


async def _forbidden(service: Service, caller: Caller, commands: Sequence[Command]) -> dict[int, Problem]:
    channel = caller.channel
    if channel is None:
        return {}
    found = await service.read(lambda reader: [check_command(reader, command, channel) for command in commands])
    return {place: problem for place, problem in enumerate(found) if problem is not None}


def _built(command: Command | Problem) -> Command:
    if isinstance(command, Command):
        return command
    raise Refuse(command)


def _secret(service: Service, caller: Caller, operation: CommandOperation, key: str | None) -> Secret | None:
    """The secret that the command takes the seal of; None where it takes none."""
    if not operation.sealed:
        return None
    return SecretMaker(service.secret, caller.actor.name).make(operation.command, key)


def checked_keys(keys: dict[str, int]) -> dict[str, int]:
    """The keys of a path; raises Refuse where one cannot be a key of anything."""
    for name, key in keys.items():
        if not 0 < key <= LARGEST_KEY:
            raise Refuse(NotFound(what=name.removesuffix("_id").replace("_", " "), reference=str(key)[:30]))
    return keys


def _one_of_many(
    operation: CommandOperation,
    decoder: "msgspec.json.Decoder[Any]",
    item: msgspec.Raw,
    maximum: int,
    secret: Secret | None,
) -> Command | Problem:
    body = bytes(item)
    try:
        asked = decode(decoder, body)
        check_lists(asked, len(body), maximum)
    except Refuse as refuse:
        return refuse.problem
    return operation.build(asked, {}, None, secret)


def _shown(operation: CommandOperation, outcome: Completed | Replayed, secret: Secret | None) -> Result:
    """The result, with the secret where one was made."""
    return outcome.result if secret is None else with_secret(operation.command, outcome.result, secret)


def _answer(outcome: Completed | Replayed, result: Result) -> Answer:
    headers = {REPLAYED: "true"} if isinstance(outcome, Replayed) else {}
    version = getattr(result, "version", None)
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return answer(msgspec.json.encode(result), headers)


def _answered(operation: CommandOperation, outcome: Outcome, secret: Secret | None) -> Answered:
    if isinstance(outcome, Refused):
        return Answered(status=outcome.problem.status, problem=msgspec.Raw(problem_body(outcome.problem)))
    result = msgspec.Raw(msgspec.json.encode(_shown(operation, outcome, secret)))
    return Answered(status=200, replayed=isinstance(outcome, Replayed), result=result)
