"""The operations that change something: one for each command with a handler, with the shape of its body."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import NODEFAULT, UNSET, UnsetType, structs

from ordino.api.paths import CommandPath, path_of
from ordino.api.problems import InvalidParameter, VersionMissing
from ordino.engine.registry import commands
from ordino.kernel.messages import Command, Record
from ordino.kernel.problems import Problem

VERSION = "expected_version"
NATURAL_KEY = "external_reference"
INNER = frozenset(
    {
        "IssueApiKey",  # their secrets are shown to a person
        "RotateApiKey",
        "SourceOrder",  # steps inside of other commands
        "MoveAllocations",
        "ReleaseAllocations",
        "DeallocateShortfall",
        "RefreshPromises",
    }
)


class CommandOperation(Record, frozen=True):
    """How one command is asked for. The body holds what is not in the path; the version may come as `If-Match`."""

    command: type[Command]
    path: CommandPath
    body: type[msgspec.Struct]
    versioned: bool
    version_required: bool

    @property
    def name(self) -> str:
        return self.command.kind()

    def build(self, body: msgspec.Struct, keys: dict[str, int], version: int | None) -> Command | Problem:
        """The command that body, path and version make together, or why they make none."""
        if isinstance(body, self.command):
            return body
        given = {name: getattr(body, name) for name in body.__struct_fields__} | keys
        if self.versioned:
            stated = given.pop(VERSION)
            if version is not None and stated not in (UNSET, version):
                return InvalidParameter(parameter="If-Match", reason=f"names version {version}, the body {stated}")
            if version is None and stated is UNSET:
                return VersionMissing() if self.version_required else self.command(**given)
            given[VERSION] = version if version is not None else stated
        return self.command(**given)


def operations() -> tuple[CommandOperation, ...]:
    """Every command that may be asked over HTTP. Raises ValueError where two want one path."""
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
    return CommandOperation(
        command,
        path,
        _body(command, path) if path.keys or version is not None else command,
        version is not None,
        version is not None and version.required,
    )


def _body(command: type[Command], path: CommandPath) -> type[msgspec.Struct]:
    """The command's fields without those of the path; the version may be left out."""
    return msgspec.defstruct(
        command.__name__,
        list(_fields(command, path)),
        namespace={"__doc__": command.__doc__},
        module=f"{command.__module__}.body",
        forbid_unknown_fields=True,
        kw_only=True,
        frozen=True,
    )


def _fields(command: type[Command], path: CommandPath) -> Iterator[tuple[str, Any, Any]]:
    for field in structs.fields(command):
        if field.name in path.keys:
            continue
        if field.name == VERSION:
            yield field.name, int | UnsetType, UNSET
        elif field.default_factory is not NODEFAULT:
            yield field.name, field.type, msgspec.field(default_factory=field.default_factory)
        else:
            yield field.name, field.type, msgspec.field(default=field.default)
