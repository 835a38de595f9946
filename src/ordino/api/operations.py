"""The operations that change something: one for each command with a handler, with the shape of its body."""

from collections.abc import Sequence
from functools import cache

import msgspec
from msgspec import UNSET, UnsetType, structs

from ordino.api.paths import CommandPath, path_of
from ordino.api.problems import InvalidParameter, VersionMissing
from ordino.api.sealing import SEAL, is_sealed, result_of
from ordino.api.strict import Field, strict_field
from ordino.engine.registry import commands
from ordino.kernel.messages import Command, Record, Result
from ordino.kernel.problems import Problem
from ordino.webhooks.secret import Secret

VERSION = "expected_version"
NATURAL_KEY = "external_reference"
INNER = frozenset(
    {
        "IssueApiKey",
        "RotateApiKey",
        "RevokeToken",
        "SetAsideWebhookMessage",
        "SourceOrder",
        "MoveAllocations",
        "ReleaseAllocations",
        "DeallocateShortfall",
        "RefreshPromises",
        "RenewPromises",
        "WithdrawCanceledUnits",
        "CreditCanceledUnits",
        "RecordGatewayOutcome",
        "RecordLabel",
        "RecordRates",
        "ReceiveCarrierMessage",
        "ResolveExceptionAbout",
        "RecordReceipt",
        "RecordPayout",
        "RequestRefund",
        "MarkNotificationSent",
        "MarkNotificationFailed",
        "QueueImport",
        "TakeJob",
        "PutBackJob",
        "FinishJob",
        "FailJob",
    }
)
"""Not asked from outside: API keys are shown to a person; the rest are steps inside of others and answers of the outside."""


class CommandOperation(Record, frozen=True):
    """How one command is asked for. The `body` holds what is not in the path, and the version may come as `If-Match`;
    an `item` of many holds everything. The seal of a secret is made here, and the `result` shows the secret.
    """

    command: type[Command]
    path: CommandPath
    body: type[msgspec.Struct]
    item: type[msgspec.Struct]
    result: type[Result]
    versioned: bool
    version_required: bool

    @property
    def name(self) -> str:
        return self.command.kind()

    @property
    def sealed(self) -> bool:
        return is_sealed(self.command)

    def build(
        self, body: msgspec.Struct, keys: dict[str, int], version: int | None, secret: Secret | None
    ) -> Command | Problem:
        """The command that body, path, version and secret make together, or why they make none."""
        given = {name: getattr(body, name) for name in body.__struct_fields__} | keys
        if secret is not None:
            given[SEAL] = secret.seal
        if self.versioned:
            stated = given.pop(VERSION)
            if version is not None and stated not in (UNSET, version):
                return InvalidParameter(parameter="If-Match", reason=f"names version {version}, the body {stated}")
            if version is None and stated is UNSET:
                return VersionMissing() if self.version_required else self.command(**given)
            given[VERSION] = version if version is not None else stated
        return self.command(**given)


@cache
def operations() -> tuple[CommandOperation, ...]:
    """Every command that may be asked over HTTP; handlers must be loaded before. Raises ValueError where two want one path."""
    found: dict[str, CommandOperation] = {}
    for command in commands():
        if command.kind() in INNER:
            continue
        operation = _operation(command)
        for path in (operation.path.template(), operation.path.bulk()):
            if path in found:
                raise ValueError(f"{path} would mean {found[path].name} and {operation.name}")
            found[path] = operation
    return tuple(dict.fromkeys(found.values()))


def has_natural_key(command: Command) -> bool:
    """Whether the command names itself, so that it needs no idempotency key."""
    return getattr(command, NATURAL_KEY, None) is not None


def _operation(command: type[Command]) -> CommandOperation:
    path = path_of(command)
    version = next((field for field in structs.fields(command) if field.name == VERSION), None)
    item = _shape(command, command.__name__ if not path.keys else f"{command.__name__}Item", (SEAL,))
    body = _shape(command, command.__name__, (SEAL, *path.keys)) if path.keys else item
    required = version is not None and version.required
    return CommandOperation(command, path, body, item, result_of(command), version is not None, required)


def _shape(command: type[Command], name: str, left_out: Sequence[str]) -> type[msgspec.Struct]:
    """The command's fields, strict at any depth, without some of them; the version may be left out."""
    return msgspec.defstruct(
        name,
        [_field(field) for field in structs.fields(command) if field.name not in left_out],
        namespace={"__doc__": command.__doc__},
        module=command.__module__,
        forbid_unknown_fields=True,
        kw_only=True,
        frozen=True,
    )


def _field(field: structs.FieldInfo) -> Field:
    return (VERSION, int | UnsetType, UNSET) if field.name == VERSION else strict_field(field)
