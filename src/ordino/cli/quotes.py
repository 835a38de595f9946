"""`ordino quote`: offers that become orders."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.cli.asking import Preview, ask, read_json
from ordino.cli.output import Json, console, messages, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.money import major_text
from ordino.kernel.problems import NotFound
from ordino.orders.commands import PlaceOrder
from ordino.quotes.commands import AcceptQuote, DeclineQuote, DraftQuote, QuoteResult, ReviseQuote, SendQuote
from ordino.quotes.lifecycle import QUOTE
from ordino.quotes.queries import QuoteFilter, QuoteSummary, QuoteView, list_quotes, show_quote

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The quote's number.", show_default=False)]
Revision = Annotated[int, typer.Argument(help="The revision's number.", show_default=False)]
File = Annotated[
    Path, typer.Argument(help="JSON of the order that is offered; - is standard input.", show_default=False)
]
ValidUntil = Annotated[str, typer.Option(help="The last day on which it can be accepted, like 2026-03-31.")]


@app.callback()
def quotes() -> None:
    """Offer orders. Prices are frozen when they are offered; what is accepted in time becomes an order, once.

    Every command that changes something has `--preview`, which carries it out and rolls it back, and `--json`.
    """


@app.command()
def draft(file: File, valid_until: ValidUntil, preview: Preview = False, as_json: Json = False) -> None:
    """Draft a quote for an order.

    - `ordino quote draft order.json --valid-until 2026-03-31 --preview`
    """
    command = DraftQuote(order=read_json(file, PlaceOrder), valid_until=_day(valid_until))
    ask([command], _state, preview=preview, as_json=as_json)


@app.command()
def revise(
    number: Number,
    revision: Revision,
    file: File,
    valid_until: ValidUntil,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Offer something else instead of the newest revision.

    - `ordino quote revise 7 1 order.json --valid-until 2026-03-31`
    """
    order, day = read_json(file, PlaceOrder), _day(valid_until)
    command = ReviseQuote(quote_id=number, revision=revision, order=order, valid_until=day)
    ask([command], _state, preview=preview, as_json=as_json)


@app.command()
def send(number: Number, revision: Revision, preview: Preview = False, as_json: Json = False) -> None:
    """Say that the customer has a revision and may accept it.

    - `ordino quote send 7 2`
    """
    ask([SendQuote(quote_id=number, revision=revision)], _state, preview=preview, as_json=as_json)


@app.command()
def accept(number: Number, revision: Revision, preview: Preview = False, as_json: Json = False) -> None:
    """Accept a revision for the customer: its order is placed, once; `ordino quote show` names it.

    - `ordino quote accept 7 2`
    """
    ask([AcceptQuote(quote_id=number, revision=revision)], _state, preview=preview, as_json=as_json)


@app.command()
def decline(
    number: Number,
    revision: Revision,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say that the customer does not take a revision.

    - `ordino quote decline 7 2 --reason "too expensive"`
    """
    ask([DeclineQuote(quote_id=number, revision=revision, reason=reason)], _state, preview=preview, as_json=as_json)


@app.command("list")
def list_command(
    state: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(QUOTE.states)}.")] = None,
    customer: Annotated[int | None, typer.Option(help="The customer's number.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 25,
    as_json: Json = False,
) -> None:
    """List quotes by their newest revision, the newest first.

    - `ordino quote list --state sent`
    """
    unknown = set(state or ()) - set(QUOTE.states)
    if unknown:
        stop_with("There is no such state", f"{', '.join(sorted(unknown))}; the states are {', '.join(QUOTE.states)}.")
    wanted = QuoteFilter(tuple(state) if state else QUOTE.states, customer)
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_quotes(reader, wanted, Window(limit))
    if as_json:
        print_json(rows)
    elif rows:
        _print_list(rows)
    else:
        messages.print("There is no such quote.")


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show a quote with all its revisions, the newest first, and the order it has become.

    - `ordino quote show 7`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = show_quote(reader, number)
    if view is None:
        refuse(NotFound(what="quote", reference=str(number)), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        _print_quote(view)


def _state(result: QuoteResult) -> str:
    total = f"{major_text(result.total_minor, result.currency)} {result.currency}"
    order = "" if result.order_id is None else f" as order {result.order_id}"
    return f"Revision {result.revision} of quote {result.quote_id} is {result.state}{order}: {total}."


def _print_list(rows: list[QuoteSummary]) -> None:
    table = Table("Quote", "Revision", "Channel", "Customer", "State", "Valid until", "Order", box=None, pad_edge=False)
    table.add_column("Total", justify="right")
    for row in rows:
        total = f"{major_text(row.total_minor, row.currency)} {row.currency}"
        texts = (
            str(row.id),
            str(row.revision),
            row.channel,
            row.customer_name or str(row.customer_id or ""),
            row.state,
            str(row.valid_until),
            str(row.order_id or ""),
            total,
        )
        table.add_row(*map(escape, texts))
    console.print(table)


def _print_quote(view: QuoteView) -> None:
    for row in view.revisions:
        total = f"{major_text(row.total_minor, row.currency)} {row.currency}"
        order = f" as order {row.order_id}" if row.order_id is not None else ""
        console.print(f"[bold]Quote {view.id}, revision {row.number}[/] is {row.state}{order}: {total}")
        console.print(f"For {escape(row.customer_name or 'nobody named')}, valid until {row.valid_until}")
        for line in row.order.lines:
            console.print(f"  {line.quantity} x {escape(line.sku)} at {line.unit_price}")
        if row.note:
            console.print(f"Note: {escape(row.note)}")
        if row.permitted:
            console.print(f"Possible now: {', '.join(row.permitted)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop_with("Not understood", f"{text!r} is not a day like 2026-03-31.")
