"""`ordino exception`: the queue of work that waits for a person."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.cli.asking import Preview, ask
from ordino.cli.order_lists import Limit, utc
from ordino.cli.output import Json, console, messages, print_json, refuse
from ordino.cli.session import open_engine
from ordino.exceptions.commands import AssignException, ExceptionResult, ResolveException
from ordino.exceptions.facts import no_exception
from ordino.exceptions.queries import ExceptionView, QueuedException, exception_queue, show_exception
from ordino.kernel.money import major_text

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The exception's number.", show_default=False)]


@app.callback()
def exception() -> None:
    """What came otherwise than agreed and needs a person: a lost shipment, a failed capture, a disputed payment."""


@app.command("list")
def list_command(
    kind: Annotated[str | None, typer.Option(help="Only this kind, for example shipment_lost.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only what this owner has.")] = None,
    order: Annotated[int | None, typer.Option(help="Only what belongs to this order.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """Show the work that waits, what is due first at the head.

    - `ordino exception list --owner finance`
    - `ordino exception list --kind unmatched_return`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = exception_queue(reader, now=engine.clock(), kind=kind, owner=owner, order_id=order, limit=limit)
    if as_json:
        print_json(rows)
    elif rows:
        _print_queue(rows)
    else:
        messages.print("Nothing waits for a person.")


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show one exception: what happened, what to do, who has it, what became of it.

    - `ordino exception show 7`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = show_exception(reader, number)
    if view is None:
        refuse(no_exception(number), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        _print_exception(view)


@app.command()
def assign(
    number: Number,
    owner: Annotated[str, typer.Argument(help="Who has it from now on.", show_default=False)],
    due: Annotated[datetime | None, typer.Option(help="Until when, in UTC.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give an exception to somebody.

    - `ordino exception assign 7 grace --due 2026-03-12T17:00:00`
    """
    command = AssignException(exception_id=number, owner=owner, due_at=utc(due))
    ask([command], _state, preview=preview, as_json=as_json)


@app.command()
def resolve(
    number: Number,
    note: Annotated[str, typer.Option(help="How it was resolved.", show_default=False)],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say that the work is done, and how.

    - `ordino exception resolve 7 --note "the carrier pays; sent again as order 10518"`
    """
    ask([ResolveException(exception_id=number, note=note)], _state, preview=preview, as_json=as_json)


def _state(result: ExceptionResult) -> str:
    return f"Exception {result.exception_id} is {result.state}."


def _print_queue(rows: list[QueuedException]) -> None:
    columns = ("Exception", "Kind", "Subject", "Order", "Detail", "Owner", "Due", "Next step")
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        order = str(row.order_id) if row.order_id else ""
        due = f"{_time(row.due_at)}{' (late)' if row.late else ''}"
        detail = " ".join(filter(None, (row.detail, _amount(row.amount_minor, row.currency))))
        texts = (str(row.id), row.kind, row.subject, order, detail, row.owner, due, row.suggested_step)
        table.add_row(*map(escape, texts))
    console.print(table)


def _print_exception(view: ExceptionView) -> None:
    facts = {
        "Subject": view.subject,
        "Order": str(view.order_id or ""),
        "What happened": view.detail,
        "Amount": _amount(view.amount_minor, view.currency),
        "Next step": view.suggested_step,
        "Owner": view.owner,
        "Due": _time(view.due_at),
        "Raised": f"{_time(view.raised_at)} by {view.raised_by}",
        "Resolved": f"{_time(view.resolved_at)} by {view.resolved_by}" if view.resolved_at else "",
        "How": view.note,
    }
    console.print(f"[bold]Exception {view.id}[/] {escape(view.kind)} is {view.state}")
    for name, fact in facts.items():
        if fact:
            console.print(f"{name}: {escape(fact)}")


def _amount(amount_minor: int | None, currency: str) -> str:
    return "" if amount_minor is None else f"{major_text(amount_minor, currency)} {currency}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
