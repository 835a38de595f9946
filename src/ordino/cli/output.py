"""How commands speak: results on standard output, everything else on standard error."""

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import psycopg
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ordino.engine.embedded import DatabaseNotStarted
from ordino.kernel.problems import Problem

REFUSED = 2

console = Console(highlight=False)
messages = Console(stderr=True, highlight=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def print_problem(problem: Problem, *, as_json: bool = False) -> None:
    """A refusal: its title and detail for a person, or its facts as JSON for a program."""
    if as_json:
        facts = msgspec.to_builtins(problem)
        print_json({"type": problem.code(), "title": problem.title, "detail": problem.detail(), **facts})
    else:
        messages.print(f"[bold red]{escape(problem.title)}[/]\n{escape(problem.detail())}")


def refuse(problem: Problem, *, as_json: bool = False) -> NoReturn:
    """Print the problem and leave with exit code 2."""
    print_problem(problem, as_json=as_json)
    raise typer.Exit(REFUSED)


def stop_with(title: str, detail: str) -> NoReturn:
    """Say why a command cannot run, and what to do, and leave with exit code 2."""
    messages.print(f"[bold red]{escape(title)}[/]\n{escape(detail)}")
    raise typer.Exit(REFUSED)


def progress() -> Progress:
    """The progress bar of long work; silent where standard error is not a terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=messages,
        disable=not messages.is_terminal,
    )


def explain(failure: Exception) -> bool:
    """Say in two lines what failed outside of Ordino; False for a defect, whose traceback is worth seeing."""
    if isinstance(failure, DatabaseNotStarted):
        title, detail = "The database does not start", str(failure)
    elif isinstance(failure, psycopg.OperationalError):
        title, detail = "The database cannot be reached", str(failure).strip()
    elif isinstance(failure, psycopg.errors.InsufficientPrivilege):
        title, detail = "The database does not permit it", str(failure).strip()
    else:
        return False
    messages.print(f"[bold red]{escape(title)}[/]\n{escape(detail)}")
    return True


def write_file(output: Path, content: bytes) -> None:
    """Write a document; leaves with an explanation where that is not possible."""
    try:
        output.write_bytes(content)
    except OSError as error:
        stop_with("The file cannot be written", f"{output}: {error.strerror or error}")
    messages.print(f"Written: {output}")
