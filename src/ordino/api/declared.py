"""What each operation may refuse: of the edge, of the command's context, and of the contexts of what follows it."""

from functools import cache
from inspect import cleandoc
from typing import Any, Literal, get_args, get_type_hints

import msgspec

from ordino.api import problems as edge
from ordino.api.answers import problem_address
from ordino.api.operations import VERSION
from ordino.engine import registry
from ordino.kernel import problems as kernel
from ordino.kernel.messages import Command, Event
from ordino.kernel.problems import Problem

Json = dict[str, Any]
_OF_ANYBODY = (
    edge.NotAuthenticated,
    edge.NotFromThisSite,
    kernel.NotPermitted,
    edge.TooManyRequests,
    edge.Busy,
    edge.Defect,
)
_OF_A_CHANNEL = (edge.NotOfThisChannel, kernel.NotFound, edge.NoSuchAddress)
_OF_READS = (edge.InvalidParameter,)
_OF_COMMANDS = (
    edge.InvalidBody,
    edge.InvalidParameter,
    edge.IdempotencyKeyMissing,
    edge.NotJson,
    edge.BodyTooLarge,
    edge.BodyTooSlow,
    edge.TooManyItems,
    edge.OutcomeUnknown,
    kernel.InvalidInput,
    kernel.KeyReused,
    kernel.InFlight,
    kernel.StateRefuses,
)
_VERSIONED = (edge.VersionMissing, kernel.VersionConflict)


def all_problems() -> list[type[Problem]]:
    """Every problem that is declared, by name."""
    return sorted(_leaves(Problem), key=lambda problem: problem.code())


def problems_of(command: type[Command]) -> list[type[Problem]]:
    """The refusals of a command: of the edge, of its context, and of the contexts of what follows it."""
    contexts = _following_contexts(command.context)
    own = [problem for problem in all_problems() if problem.__module__.split(".")[1] in contexts]
    versioned = _VERSIONED if VERSION in command.__struct_fields__ else ()
    return [*_OF_ANYBODY, *_OF_A_CHANNEL, *_OF_COMMANDS, *versioned, *own]


def problems_of_many() -> list[type[Problem]]:
    """The refusals of a bulk request as a whole; each item may have those of its command."""
    return [*_OF_ANYBODY, *_OF_COMMANDS]


def problems_of_reads() -> list[type[Problem]]:
    """The refusals of a read."""
    return [*_OF_ANYBODY, *_OF_A_CHANNEL, *_OF_READS]


def problems_of_files() -> list[type[Problem]]:
    """The refusals of a file that comes in."""
    return [*_OF_ANYBODY, *_OF_A_CHANNEL, edge.InvalidBody, edge.BodyTooLarge, edge.BodyTooSlow, kernel.StateRefuses]


def problems_of_downloads() -> list[type[Problem]]:
    """The refusals of a file that goes out."""
    return [kernel.NotFound, edge.Busy, edge.Defect]


def problem_name(problem: type[Problem]) -> str:
    """The name of a problem's schema."""
    return f"Problem.{problem.code()}"


def problem_schema(problem: type[Problem]) -> Json:
    """The JSON schema of a problem as it is answered."""
    shape = msgspec.defstruct(
        problem_name(problem),
        [
            ("type", Literal[problem_address(problem)]),
            ("title", Literal[problem.title]),
            ("status", Literal[problem.status]),
            ("detail", str),
            *((field.name, field.type) for field in msgspec.structs.fields(problem)),
        ],
        forbid_unknown_fields=True,
        kw_only=True,
    )
    schema = msgspec.json.schema(shape)
    told: Json = next(iter(schema["$defs"].values()))
    return told | {"title": problem.title, "description": cleandoc(problem.__doc__ or problem.title)}


@cache
def _following_contexts(context: str) -> frozenset[str]:
    """The context and those whose commands follow its events in the same transaction, at any depth."""
    reached, frontier = {context}, [context]
    while frontier:
        current = frontier.pop()
        for event in _leaves(Event):
            if event.__module__.split(".")[1] == current:
                onward = {command.context for command in _commands_after(event)} - reached
                reached |= onward
                frontier += sorted(onward)
    return frozenset(reached)


def _commands_after(event: type[Event]) -> list[type[Command]]:
    return [
        found
        for reaction in registry.reactions_to(event)
        if reaction.required
        for found in _named_commands(get_type_hints(reaction.build).get("return"))
    ]


def _named_commands(annotation: Any) -> list[type[Command]]:
    if isinstance(annotation, type) and issubclass(annotation, Command):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _named_commands(inner)]


def _leaves(base: type[Any]) -> list[type[Any]]:
    return [leaf for child in base.__subclasses__() for leaf in (_leaves(child) or [child])]
