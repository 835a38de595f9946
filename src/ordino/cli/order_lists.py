"""`ordino order show`, `list` and `holds`: looking at orders."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from ordino.cli.order_pages import print_holds, print_order, print_orders
from ordino.cli.output import Json, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.kernel.problems import NotFound
from ordino.orders.lifecycle import ORDER
from ordino.orders.queries import EARLIEST, LATEST, OrderFilter, hold_queue, list_orders, search_orders, show_order
from ordino.orders.views import OrderView

Number = Annotated[int, typer.Argument(help="The order's number.", show_default=False)]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")]


def show(number: Number, as_json: Json = False) -> None:
    """Show one order: lines, money, holds, where its units come from, what was promised, what has happened.

    - `ordino order show 10482`
    """
    view = view_of(number, as_json=as_json)
    if as_json:
        print_json(view)
    else:
        print_order(view)


def list_command(
    text: Annotated[
        str | None, typer.Argument(help="A number, reference, e-mail address, SKU, or how a name begins.")
    ] = None,
    state: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(ORDER.states)}.")] = None,
    fulfillment: Annotated[str | None, typer.Option(help="For example backordered, allocated, shipped.")] = None,
    channel: Annotated[str | None, typer.Option(help="The channel's code.")] = None,
    customer: Annotated[int | None, typer.Option(help="The customer's number.")] = None,
    hold: Annotated[str | None, typer.Option(help="Orders with an open hold of this reason.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Placed at or after this time, in UTC.")] = None,
    before: Annotated[datetime | None, typer.Option(help="Placed before this time, in UTC.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """List orders, the newest first, or find them by what you have in hand.

    - `ordino order list --state placed --hold payment`
    - `ordino order list ada@example.org`
    """
    unknown = set(state or ()) - set(ORDER.states)
    if unknown:
        stop_with("There is no such state", f"{', '.join(sorted(unknown))}; the states are {', '.join(ORDER.states)}.")
    wanted = OrderFilter(
        states=tuple(state) if state else ORDER.states,
        fulfillment_status=fulfillment,
        channel=channel,
        customer_id=customer,
        hold_reason=hold,
        placed_from=utc(since) or EARLIEST,
        placed_before=utc(before) or LATEST,
    )
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_orders(reader, wanted, limit=limit) if text is None else search_orders(reader, text, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_orders(rows, limit=limit)


def holds(
    reason: Annotated[list[str] | None, typer.Option(help="Only these reasons.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only the holds of this owner.")] = None,
    limit: Limit = 25,
    as_json: Json = False,
) -> None:
    """The queue of open holds, those due first.

    - `ordino order holds --reason fraud --reason address`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = hold_queue(reader, reasons=reason or None, owner=owner, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_holds(rows)


def view_of(number: int, *, as_json: bool) -> OrderView:
    """The order as it stands; leaves with exit code 2 where there is none."""
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = show_order(reader, number)
    if view is None:
        refuse(NotFound(what="order", reference=str(number)), as_json=as_json)
    return view


def utc(moment: datetime | None) -> datetime | None:
    """A time without a zone is meant in UTC."""
    return None if moment is None else moment.replace(tzinfo=moment.tzinfo or UTC)
