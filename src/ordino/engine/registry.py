"""Who handles a command, and what follows an event in the same transaction."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from ordino.engine.unit import FEW, Unit
from ordino.kernel.messages import Command, Decision, Event

C = TypeVar("C", bound=Command)
Handler = Callable[[Unit, Sequence[Any]], list[Decision]]


class Reaction(msgspec.Struct, frozen=True):
    """Builds what follows an event: a command, several, or None. With `required`, a refusal refuses what caused it."""

    build: Callable[[Any], Command | Sequence[Command] | None]
    required: bool


_handlers: dict[type[Command], Handler] = {}
_reactions: dict[type[Event], list[Reaction]] = {}
_foresights: dict[type[Command], list[Callable[[Unit, Sequence[Any]], object]]] = {}
_inquiries: dict[type[Command], Callable[[Sequence[Any]], object]] = {}
_draws: dict[type[Command], tuple[str, ...]] = {}


def handles(
    command: type[C], *, draws: tuple[str, ...] = ()
) -> Callable[[Callable[[Unit, Sequence[C]], list[Decision]]], Handler]:
    """Register the one handler of a command. Raises ValueError where there is one already.

    `draws` are sequences of which each command mostly needs a key: where few commands come together, it is drawn as they begin.
    """

    def register(handler: Callable[[Unit, Sequence[C]], list[Decision]]) -> Handler:
        if command in _handlers:
            raise ValueError(f"{command.kind()} has a handler already")
        _handlers[command] = handler
        _draws[command] = draws
        return handler

    return register


Build = TypeVar("Build", bound=Callable[..., Command | Sequence[Command] | None])


def follows(*, required: bool) -> Callable[[Build], Build]:
    """Register what follows an event, or each of several, in the same transaction: the function's one parameter says which."""

    def register(build: Build) -> Build:
        for event in _events_told_to(build):
            _reactions.setdefault(event, []).append(Reaction(build, required))
        return build

    return register


def foresees(command: type[C], ask: Callable[[Unit, Sequence[C]], object]) -> None:
    """Register what is asked as soon as a batch of the command begins, because what follows it will need the answer."""
    _foresights.setdefault(command, []).append(ask)


def inquires(command: type[C], ask: Callable[[Sequence[C]], object]) -> None:
    """Register what is asked of the outside before the transaction of a batch begins; its handler finds the answer foreseen."""
    _inquiries[command] = ask


def asked_outside(commands: Sequence[Command]) -> object | None:
    """What the outside says about commands of one kind; None where nothing is asked of it."""
    ask = _inquiries.get(type(commands[0]))
    return None if ask is None else ask(commands)


def ask_ahead(unit: Unit, commands: Sequence[Command]) -> None:
    """Ask what was foreseen for commands of one kind; nobody waits for it yet."""
    for ask in _foresights.get(type(commands[0]), ()):
        ask(unit, commands)


def drawn_ahead(commands: Sequence[Command]) -> tuple[str, ...]:
    """The sequences of which keys are drawn as commands of one kind begin: none for many, of which some may be refused."""
    return _draws.get(type(commands[0]), ()) if len(commands) <= FEW else ()


def _events_told_to(build: Callable[..., Any]) -> tuple[type[Event], ...]:
    """Raises TypeError where the first parameter is not annotated with an event or a union of events."""
    annotations = [kind for name, kind in get_type_hints(build).items() if name != "return"]
    events = tuple(kind for annotation in annotations[:1] for kind in get_args(annotation) or (annotation,))
    if not events or not all(isinstance(event, type) and issubclass(event, Event) for event in events):
        raise TypeError(f"{build.__name__} does not say which events it follows; annotate its parameter with them")
    return events


def handler_of(command: type[Command]) -> Handler:
    try:
        return _handlers[command]
    except KeyError:
        raise LookupError(f"nobody handles {command.kind()}") from None


def reactions_to(event: type[Event]) -> Sequence[Reaction]:
    return _reactions.get(event, ())


def commands() -> tuple[type[Command], ...]:
    """Every command that somebody handles, by name."""
    return tuple(sorted(_handlers, key=lambda command: (command.context, command.kind())))
