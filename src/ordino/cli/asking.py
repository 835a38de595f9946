"""How a person asks for commands on the command line: who asks, the outcome in a sentence or as JSON, the exit code."""

import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer
from rich.markup import escape

from ordino.cli.output import REFUSED, console, messages, print_json, print_problem, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.engine import Actor, Engine, Outcome, Replayed
from ordino.kernel.messages import Command, Refused, Result
from ordino.network.queries import channels_by_code

Preview = Annotated[bool, typer.Option("--preview", help="Show what would happen; change nothing.")]
Read = TypeVar("Read")
Answer = TypeVar("Answer", bound=Result)


def person() -> Actor:
    """Whoever runs the command line; with the database in hand they may do everything."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "operator"
    return Actor(name, frozenset({"*"}))


def ask(
    commands: Sequence[Command],
    say: Callable[[Any], str],
    *,
    preview: bool,
    as_json: bool,
    keys: Sequence[str | None] | None = None,
) -> None:
    """Carry the commands out, or preview them, and print an outcome for each; leaves with 2 where one was refused."""
    with open_engine(maximum_connections=2) as engine:
        actor = person()
        outcomes = (
            engine.preview(commands, actor=actor) if preview else engine.execute(commands, actor=actor, keys=keys)
        )
    if as_json:
        shown = [_as_json(outcome, preview=preview) for outcome in outcomes]
        print_json(shown[0] if len(shown) == 1 else shown)
    else:
        for outcome in outcomes:
            _print(outcome, say, preview=preview)
    if any(isinstance(outcome, Refused) for outcome in outcomes):
        raise typer.Exit(REFUSED)


def answer_to(engine: Engine, command: Command, answer: type[Answer], *, as_json: bool) -> Answer:
    """Carry one command out and give its answer to the program; leaves with 2 where it was refused."""
    (outcome,) = engine.execute([command], actor=person())
    if isinstance(outcome, Refused):
        refuse(outcome.problem, as_json=as_json)
    if not isinstance(outcome.result, answer):
        raise TypeError(f"{command.kind()} answered {type(outcome.result).__name__}")
    return outcome.result


def channel_id(engine: Engine, code: str) -> int:
    """The key of the channel that a person named; leaves where there is none."""
    with engine.reader() as reader:
        found = channels_by_code(reader, [code])
    if code not in found:
        stop_with("There is no such channel", f"{code!r} is not the code of a channel.")
    return found[code].id


def print_secret_once(of: str, secret: str) -> None:
    """A secret that is kept nowhere, alone on standard output, so that it can be piped."""
    messages.print(f"{escape(of)}. Its secret is shown this once:")
    console.print(secret, markup=False)


def _print(outcome: Outcome, say: Callable[[Any], str], *, preview: bool) -> None:
    if isinstance(outcome, Refused):
        print_problem(outcome.problem)
        return
    sentence = escape(say(outcome.result))
    if isinstance(outcome, Replayed):
        console.print(f"{sentence} It was done before; nothing was done again.")
    elif preview:
        console.print(sentence)
        messages.print("[yellow]Preview: nothing was changed.[/]")
    else:
        console.print(sentence)


def _as_json(outcome: Outcome, *, preview: bool) -> dict[str, Any]:
    if isinstance(outcome, Refused):
        problem = outcome.problem
        facts = msgspec.to_builtins(problem)
        told = {"type": problem.code(), "title": problem.title, "detail": problem.detail(), **facts}
        return {"outcome": "refused", "problem": told}
    result: Result = outcome.result
    if isinstance(outcome, Replayed):
        return {"outcome": "replayed", "result": result}
    events = [
        {"stream": happened.stream, "event": happened.event.kind(), "data": happened.event}
        for happened in outcome.events
    ]
    return {"outcome": "preview" if preview else "completed", "result": result, "events": events}


def read_json(file: Path, kind: type[Read]) -> Read:
    """A JSON file (`-` is standard input) as the given type; leaves where it is not one."""
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        stop_with("The file cannot be read", f"{file}: {error.strerror or error}")
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        stop_with("The file is not what it should be", f"{file}: {error}")


def read_pair(text: str, what: str, separator: str = ":") -> tuple[int, str]:
    """`2:5` as 2 and `5`; leaves where it is not one."""
    first, found, second = text.partition(separator)
    if not found or not first.isascii() or not first.isdigit() or not second:
        stop_with("Not understood", f"{text!r} is not {what}.")
    return int(first), second


def read_number(text: str, what: str) -> int:
    """A whole number of at least 0; leaves where it is not one."""
    if not text.isascii() or not text.isdigit():
        stop_with("Not understood", f"{text!r} is not {what}.")
    return int(text)
