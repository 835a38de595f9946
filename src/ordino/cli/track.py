"""`ordino track`: where shipments are, and what carriers say of them."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask
from ordino.cli.output import Json, messages, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.cli.shipment_pages import print_timeline, said_of
from ordino.delivery import queries
from ordino.delivery.commands import RecordTracking, Status
from ordino.engine.clock import system_clock
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.kernel.time import read_moment

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@app.callback()
def track() -> None:
    """Follow shipments, and record what carriers say of them: in any order, as often as they like."""


@app.command()
def show(
    shipment: Annotated[str, typer.Argument(help="Its number or tracking number.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Show the way of a shipment so far.

    - `ordino track show OD00000000128`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        key = queries.shipment_named(reader, shipment)
        view = None if key is None else queries.shipment(reader, key)
    if view is None:
        refuse(NotFound(what="shipment", reference=shipment), as_json=as_json)
    if as_json:
        print_json(view.tracking)
        return
    messages.print(f"Shipment {view.shipment.id} is {view.shipment.state.replace('_', ' ')}.")
    print_timeline(view.tracking)


@app.command()
def record(
    tracking_number: Annotated[str, typer.Argument(help="The tracking number.", show_default=False)],
    status: Annotated[Status, typer.Argument(help="What is said.", show_default=False)],
    at: Annotated[str, typer.Option("--at", help="When it happened, with its zone; now without it.")] = "",
    event: Annotated[str, typer.Option(help="The carrier's name of the message, so that it counts once.")] = "",
    detail: Annotated[str, typer.Option(help="What more is said.")] = "",
    place: Annotated[str, typer.Option(help="Where it happened.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Record what a carrier says of a shipment.

    - `ordino track record OD00000000128 out_for_delivery --at 2026-03-12T08:30:00Z`
    """
    occurred_at = read_moment(at, "at") if at else system_clock()
    if isinstance(occurred_at, InvalidInput):
        stop_with(occurred_at.title, occurred_at.detail())
    command = RecordTracking(
        tracking_number=tracking_number,
        status=status,
        occurred_at=occurred_at,
        event_id=event,
        detail=detail,
        place=place,
    )
    ask([command], said_of, preview=preview, as_json=as_json)
