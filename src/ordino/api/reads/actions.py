"""What may be done with a resource now: the commands its life cycle permits, as far as the caller may ask for them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from ordino.api.answers import BASE
from ordino.api.operations import operations
from ordino.api.reads.reading import Acts, Asked
from ordino.engine import Actor
from ordino.kernel.messages import Record

_MOST_KEPT = 10_000


class PermittedAction(Record, frozen=True):
    """A command that the resource's state and the key's scopes permit now, and where to ask for it."""

    command: str
    method: str
    path: str


def permitted_actions(asked: Asked, permitted: tuple[str, ...], **keys: int) -> list[PermittedAction]:
    """Of the commands that a life cycle permits those whose path these keys fill, and which the caller may ask."""
    offered = _offered(permitted, frozenset(keys), asked.caller.actor)
    return [PermittedAction(command, "POST", path.format_map(keys)) for command, path in offered]


def rows_with_actions(
    asked: Asked, acts: Acts, kind: type[msgspec.Struct], rows: Sequence[msgspec.Struct]
) -> list[Any]:
    """Rows of a list as `kind`, each with the names of the commands that may be asked about it now."""
    keys = frozenset(acts.keys)
    names = [name for name in kind.__struct_fields__ if name != "permitted_actions"]
    offered = (_offered(permitted, keys, asked.caller.actor) for permitted in acts.permitted(asked, rows))
    return [
        kind(*(getattr(row, name) for name in names), permitted_actions=tuple(command for command, _ in commands))
        for row, commands in zip(rows, offered, strict=True)
    ]


@lru_cache(_MOST_KEPT)
def _offered(permitted: tuple[str, ...], keys: frozenset[str], actor: Actor) -> tuple[tuple[str, str], ...]:
    """The commands that are about these keys and that the actor may ask for, with their paths: the same for each resource.

    Without keys those whose body names what they are about, as a SKU and a location do.
    """
    return tuple(
        (one.name, f"{BASE}{one.path.template()}")
        for one in operations()
        if one.name in permitted
        and keys.issuperset(one.path.keys)
        and bool(keys) == bool(one.path.keys)
        and actor.may(one.command.permission())
    )
