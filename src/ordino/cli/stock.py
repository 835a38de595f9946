"""`ordino stock`: what is there, what may be promised from it, and how it changes."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask
from ordino.cli.output import Json, messages, print_json
from ordino.cli.session import open_engine
from ordino.cli.stock_pages import print_levels, print_steps
from ordino.inventory.commands import (
    AdjustStock,
    CountStock,
    ReceiveStock,
    ReservationResult,
    ReserveStock,
    StockCountResult,
    StockResult,
    TransferItem,
    TransferResult,
    TransferStock,
)
from ordino.inventory.queries import levels, movements, promises

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Sku = Annotated[str, typer.Argument(help="The SKU's code.", show_default=False)]
At = Annotated[str, typer.Option("--at", help="The location's code.", show_default=False)]
Units = Annotated[int, typer.Argument(help="Units, in the SKU's smallest measure.", show_default=False)]
Reference = Annotated[str, typer.Option(help="A delivery note, a ticket.")]


@app.callback()
def stock() -> None:
    """What is there, what may be promised from it, and how it changes.

    Available is what is on hand and neither reserved, allocated to orders nor set aside. Goods that arrive go to the orders
    that wait for them, in the same transaction. Every command that changes something has `--preview` and `--json`.
    """


@app.command()
def show(
    sku: Annotated[str | None, typer.Argument(help="A SKU's code; all of them without it.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Only this location.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many levels are shown.")] = 100,
    as_json: Json = False,
) -> None:
    """Show stock by location and, for one SKU, what can be promised when and what moved last.

    - `ordino stock show 85123A`
    - `ordino stock show --at LON`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        now = engine.clock()
        rows = levels(reader, at=now, sku=sku, location=at, limit=limit)
        steps = {row.location: promises(reader, row.sku, row.location, now=now) for row in rows} if sku else {}
        moved = movements(reader, sku, limit=10) if sku else []
    if as_json:
        print_json({"levels": rows, "promises": steps, "movements": moved})
        return
    if not rows:
        messages.print("Nothing of that is in stock." if sku or at else "There is no stock yet.")
        return
    print_levels(rows)
    print_steps(steps, moved)


@app.command()
def receive(
    sku: Sku, quantity: Units, at: At, reference: Reference = "", preview: Preview = False, as_json: Json = False
) -> None:
    """Take units in that nobody announced.

    - `ordino stock receive 85123A 200 --at LON --reference DN-4711`
    """
    command = ReceiveStock(sku=sku, location=at, quantity=quantity, reference=reference)
    ask([command], _level, preview=preview, as_json=as_json)


@app.command()
def adjust(
    sku: Sku,
    change: Annotated[int, typer.Argument(help="The difference, for example 5 or -3.", show_default=False)],
    at: At,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Correct what is available by a difference. A negative one stands after two dashes.

    - `ordino stock adjust 85123A --at LON --reason "found behind the shelf" -- 5`
    """
    command = AdjustStock(sku=sku, location=at, change=change, reason=reason, reference=reference)
    ask([command], _level, preview=preview, as_json=as_json)


@app.command()
def count(
    sku: Sku,
    counted: Annotated[int, typer.Argument(help="How many are there.", show_default=False)],
    at: At,
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """State how many units are there; what orders lose by it waits again and is told.

    - `ordino stock count 85123A 197 --at LON --preview`
    """
    command = CountStock(sku=sku, location=at, counted=counted, reference=reference)
    ask([command], _counted, preview=preview, as_json=as_json)


@app.command()
def reserve(
    sku: Sku,
    quantity: Units,
    at: At,
    owner: Annotated[str, typer.Option(help="Whose they are, for example a checkout.", show_default=False)],
    minutes: Annotated[int, typer.Option(help="For how long.")] = 15,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Keep units for an owner for some minutes; after that they are free by themselves.

    - `ordino stock reserve 85123A 2 --at LON --owner cart-77`
    """
    command = ReserveStock(sku=sku, location=at, owner=owner, quantity=quantity, minutes=minutes)
    ask([command], _reserved, preview=preview, as_json=as_json)


@app.command()
def move(
    sku: Sku,
    quantity: Units,
    source: Annotated[str, typer.Option("--from", help="The location they leave.", show_default=False)],
    target: Annotated[str, typer.Option("--to", help="The location they go to.", show_default=False)],
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Send units to another location; until they are received there they are in transit.

    - `ordino stock move 85123A 20 --from LON --to LEEDS`
    """
    items = (TransferItem(sku=sku, quantity=quantity),)
    command = TransferStock(from_location=source, to_location=target, items=items, reference=reference)
    ask([command], _sent, preview=preview, as_json=as_json)


def _level(result: StockResult) -> str:
    return f"On hand {result.on_hand}, available {result.available}."


def _counted(result: StockCountResult) -> str:
    short = f" {result.shortfall} of them are committed to orders." if result.shortfall else ""
    return f"{_level(result)} The count differs by {result.difference:+}.{short}"


def _reserved(result: ReservationResult) -> str:
    return f"Reservation {result.reservation_id} holds until {result.expires_at:%Y-%m-%d %H:%M} UTC."


def _sent(result: TransferResult) -> str:
    return f"Transfer {result.transfer_id}: {result.outstanding} on their way."
