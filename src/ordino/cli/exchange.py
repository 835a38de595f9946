"""`ordino exchange`: other goods for what came back."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask
from ordino.cli.orders import added_line
from ordino.cli.output import Json
from ordino.cli.return_pages import refunded
from ordino.returns.commands import ExchangeReturn

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def exchange(
    number: Annotated[int, typer.Argument(help="The return's number.", show_default=False)],
    goods: Annotated[list[str], typer.Argument(help="SKU=QUANTITY or SKU=QUANTITY@PRICE.", show_default=False)],
    shipping: Annotated[bool | None, typer.Option(help="Credit the shipping, too.")] = None,
    fee: Annotated[int | None, typer.Option(help="The fee in minor units, instead of the percentage.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give other goods for what was accepted of a return: its credit pays a new order, the difference is owed or goes back.

    A worker settles the two with each other.

    - `ordino exchange 12 85123A=1 --preview`
    """
    lines = tuple(added_line(text) for text in goods)
    command = ExchangeReturn(return_id=number, lines=lines, refund_shipping=shipping, fee_minor=fee)
    ask([command], refunded, preview=preview, as_json=as_json)
