"""`ordino return show`, `list`, `eligible`, `reasons` and `returners`: looking at returns."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from ordino.cli.output import Json, print_json, refuse, stop_with
from ordino.cli.return_pages import print_reasons, print_return, print_returnable, print_returners, print_returns
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.problems import NotFound
from ordino.returns.lifecycle import RETURN
from ordino.returns.queries import (
    ReturnFilter,
    habitual_returners,
    list_returns,
    return_reasons,
    returnable_lines,
    show_return,
)

Number = Annotated[int, typer.Argument(help="The return's number.", show_default=False)]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")]
Since = Annotated[datetime | None, typer.Option(help="From this time on, in UTC; the last year without it.")]
A_YEAR = timedelta(days=365)


def show(number: Number, as_json: Json = False) -> None:
    """Show one return: its units, where they came in, its money, what may be done now.

    - `ordino return show 12`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = show_return(reader, number)
    if view is None:
        refuse(NotFound(what="return", reference=str(number)), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        print_return(view)


def list_command(
    state: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(RETURN.states)}.")] = None,
    order: Annotated[int | None, typer.Option(help="The order's number.")] = None,
    customer: Annotated[int | None, typer.Option(help="The customer's number.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """List returns, the newest first.

    - `ordino return list --state requested`
    """
    unknown = set(state or ()) - set(RETURN.states)
    if unknown:
        stop_with("There is no such state", f"{', '.join(sorted(unknown))}; the states are {', '.join(RETURN.states)}.")
    wanted = ReturnFilter(tuple(state) if state else RETURN.states, order, customer)
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_returns(reader, wanted, Window(limit))
    if as_json:
        print_json(rows)
    else:
        print_returns(rows)


def eligible(
    order: Annotated[int, typer.Argument(help="The order's number.", show_default=False)], as_json: Json = False
) -> None:
    """Tell what of an order may be given back now, until when, and what speaks against it.

    - `ordino return eligible 10482`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = returnable_lines(reader, order, now=engine.clock())
    if not rows:
        refuse(NotFound(what="order with lines", reference=str(order)), as_json=as_json)
    if as_json:
        print_json(rows)
    else:
        print_returnable(rows)


def reasons(
    since: Since = None,
    sku: Annotated[list[str] | None, typer.Option(help="Only these SKUs.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """Count why goods come back, by reason and SKU.

    - `ordino return reasons --since 2026-01-01`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = return_reasons(reader, since=_since(since, engine.clock()), skus=sku, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_reasons(rows)


def returners(
    since: Since = None,
    units: Annotated[int, typer.Option(min=1, help="Leave out who was delivered fewer units.")] = 5,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """Show who sends back the largest part of what was delivered.

    - `ordino return returners`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        moment = _since(since, engine.clock())
        rows = habitual_returners(reader, since=moment, minimum_units=units, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_returners(rows)


def _since(given: datetime | None, now: datetime) -> datetime:
    return now - A_YEAR if given is None else given.replace(tzinfo=given.tzinfo or UTC)
