"""`ordino pack`: picked units go into a package."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.fulfillment_pages import closed
from ordino.cli.output import Json, stop_with
from ordino.fulfillment.commands import PackPackage
from ordino.fulfillment.rows import PackedUnits

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def pack(
    number: Annotated[int, typer.Argument(help="The fulfillment order's number.", show_default=False)],
    line: Annotated[list[str] | None, typer.Option(help="LINE:QUANTITY; everything that is picked without it.")] = None,
    box: Annotated[
        str | None, typer.Option(help="The box's code; the smallest that holds the units without it.")
    ] = None,
    weight: Annotated[int | None, typer.Option(help="What the scale says, in grams; reckoned without it.")] = None,
    serial: Annotated[
        list[str] | None, typer.Option(help="LINE:SERIAL of a numbered unit; name each unit that goes in.")
    ] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Pack picked units of a fulfillment order into a package, with its own number (SSCC).

    - `ordino pack 12`
    - `ordino pack 12 --line 1:2 --box S --weight 980`
    - `ordino pack 12 --line 1:2 --serial 1:SN-7 --serial 1:SN-8`
    """
    serials = [_serial(text) for text in serial or ()]
    lines = tuple(
        PackedUnits(number, units, tuple(code for of_line, code in serials if of_line == number))
        for number, units in map(_units, line or ())
    )
    if any(of_line not in {units.line_number for units in lines} for of_line, _ in serials):
        stop_with("Not understood", "Name the lines whose serial numbers you give, with --line.")
    command = PackPackage(fulfillment_order_id=number, lines=lines, box=box, weight_grams=weight)
    ask([command], closed, preview=preview, as_json=as_json)


def _units(text: str) -> tuple[int, int]:
    line, quantity = read_pair(text, "a line and a quantity like 1:2")
    return line, read_number(quantity, "a quantity")


def _serial(text: str) -> tuple[int, str]:
    return read_pair(text, "a line and a serial number like 1:SN-7")
