"""`ordino pick`: walks through a location, and what was found on them."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.fulfillment_pages import fulfilled, print_pick_list, walked
from ordino.cli.output import Json, print_json, stop_with
from ordino.cli.session import open_engine
from ordino.fulfillment.commands import ClosePickBatch, OpenPickBatch, PickUnits, RecordPicks
from ordino.fulfillment.queries import pick_list
from ordino.fulfillment.rows import PickedUnits

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Batch = Annotated[int, typer.Argument(help="The pick batch's number.", show_default=False)]


@app.callback()
def pick() -> None:
    """Pick: open a walk, print its list, say what was found.

    What was not there is sourced elsewhere and leaves the books at once.
    """


@app.command("open")
def open_command(
    location: Annotated[str, typer.Argument(help="The location's code.", show_default=False)],
    orders: Annotated[int, typer.Option(min=1, max=500, help="How many fulfillment orders at most.")] = 20,
    only: Annotated[list[int] | None, typer.Option(help="These fulfillment orders.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Open a walk for several released fulfillment orders of a location.

    - `ordino pick open LON --orders 12`
    """
    command = OpenPickBatch(location=location, fulfillment_order_ids=tuple(only or ()), maximum_orders=orders)
    ask([command], walked, preview=preview, as_json=as_json)


@app.command("list")
def list_command(
    batch: Annotated[int | None, typer.Argument(help="The pick batch's number.", show_default=False)] = None,
    only: Annotated[int | None, typer.Option(help="One fulfillment order instead.")] = None,
    as_json: Json = False,
) -> None:
    """Print what is left to pick, in walking order.

    - `ordino pick list 3`
    - `ordino pick list --only 12`
    """
    if (batch is None) == (only is None):
        stop_with("Not understood", "Name a pick batch, or a fulfillment order with --only.")
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        stops = pick_list(reader, pick_batch_id=batch, fulfillment_order_id=only)
    if as_json:
        print_json(stops)
    else:
        print_pick_list(stops)


@app.command()
def record(batch: Batch, preview: Preview = False, as_json: Json = False) -> None:
    """Say that everything of a walk was found; what was not is said by `ordino pick units` before.

    - `ordino pick record 3`
    """
    ask([RecordPicks(pick_batch_id=batch)], walked, preview=preview, as_json=as_json)


@app.command()
def close(batch: Batch, preview: Preview = False, as_json: Json = False) -> None:
    """End a walk before everything is picked.

    - `ordino pick close 3`
    """
    ask([ClosePickBatch(pick_batch_id=batch)], walked, preview=preview, as_json=as_json)


@app.command()
def units(
    number: Annotated[int, typer.Argument(help="The fulfillment order's number.", show_default=False)],
    found: Annotated[
        list[str] | None, typer.Option(help="LINE:QUANTITY that was found; everything without it.")
    ] = None,
    short: Annotated[list[str] | None, typer.Option(help="LINE:QUANTITY that was not there.")] = None,
    scan: Annotated[list[str] | None, typer.Option(help="A scanned SKU code or barcode: one unit each.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say what was found of one fulfillment order.

    - `ordino pick units 12` (everything)
    - `ordino pick units 12 --found 1:3 --short 1:2`
    - `ordino pick units 12 --scan 5000123456789 --scan 5000123456789`
    """
    lines = [PickedUnits(line_number=line, picked=quantity) for line, quantity in map(_units, found or ())]
    lines += [PickedUnits(line_number=line, short=quantity) for line, quantity in map(_units, short or ())]
    lines += [PickedUnits(scanned=code, picked=1) for code in scan or ()]
    ask([PickUnits(fulfillment_order_id=number, lines=tuple(lines))], fulfilled, preview=preview, as_json=as_json)


def _units(text: str) -> tuple[int, int]:
    line, quantity = read_pair(text, "a line and a quantity like 1:3")
    return line, read_number(quantity, "a quantity")
