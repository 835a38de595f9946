"""What may be done with a resource now: the commands its life cycle permits, as far as the caller may ask for them."""

from functools import cache

from ordino.api.answers import BASE
from ordino.api.operations import CommandOperation, operations
from ordino.api.reads.reading import Asked
from ordino.kernel.messages import Record


class PermittedAction(Record, frozen=True):
    """A command that the resource's state and the key's scopes permit now, and where to ask for it."""

    command: str
    method: str
    path: str


def permitted_actions(asked: Asked, permitted: tuple[str, ...], **keys: int) -> list[PermittedAction]:
    """Of the commands that a life cycle permits those whose path these keys fill, and which the caller may ask."""
    return [
        PermittedAction(operation.name, "POST", f"{BASE}{operation.path.filled(**keys)}")
        for operation in _about(permitted, frozenset(keys))
        if asked.caller.actor.may(operation.command.permission())
    ]


@cache
def _about(permitted: tuple[str, ...], keys: frozenset[str]) -> tuple[CommandOperation, ...]:
    return tuple(
        one for one in operations() if one.name in permitted and one.path.keys and keys.issuperset(one.path.keys)
    )
