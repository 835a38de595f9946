"""`ordino fulfill`: what locations work on, from plan to recall."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask, read_pair
from ordino.cli.fulfillment_pages import closed, fulfilled, planned, print_fulfillment_order, print_fulfillment_orders
from ordino.cli.output import Json, console, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.fulfillment import queries
from ordino.fulfillment.commands import (
    AssignBin,
    PlanFulfillment,
    RecallFulfillment,
    RegisterBox,
    RejectFulfillment,
    ReleaseFulfillment,
    UnpackPackage,
)
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER
from ordino.fulfillment.waves import release_what_is_ready
from ordino.kernel.problems import NotFound

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The fulfillment order's number.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.callback()
def fulfill() -> None:
    """Let locations work on orders: plan, release, refuse, recall; look at what waits.

    `ordino pick` and `ordino pack` follow. Every command that changes something has `--preview` and `--json`.
    """


@app.command()
def plan(
    orders: Annotated[list[int], typer.Argument(help="Numbers of orders.", show_default=False)],
    release: Annotated[bool, typer.Option(help="Let the locations begin at once.")] = True,
    pickup: Annotated[bool, typer.Option("--pickup", help="The customer fetches the goods.")] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Plan what each location fulfills of orders, and release it.

    - `ordino fulfill plan 10482 10483`
    - `ordino fulfill plan 10482 --no-release`
    """
    method = "pickup" if pickup else "ship"
    commands = [PlanFulfillment(order_id=order, release=release, method=method) for order in orders]  # type: ignore[arg-type]
    ask(commands, planned, preview=preview, as_json=as_json)


@app.command()
def wave(
    limit: Annotated[int, typer.Option(min=1, max=5000, help="How many orders at most.")] = 500,
    as_json: Json = False,
) -> None:
    """Release what is ready, by priority and promised day.

    - `ordino fulfill wave --limit 200`
    """
    with open_engine(maximum_connections=2) as engine:
        released = release_what_is_ready(engine, limit)
    if as_json:
        print_json({"released_orders": released})
    else:
        console.print(f"{released} orders are released.")


@app.command()
def release(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Let a location begin with what was planned.

    - `ordino fulfill release 12`
    """
    ask([ReleaseFulfillment(fulfillment_order_id=number)], fulfilled, preview=preview, as_json=as_json)


@app.command()
def reject(number: Number, reason: Reason = "", preview: Preview = False, as_json: Json = False) -> None:
    """Say that the location refuses; the units are sourced elsewhere.

    - `ordino fulfill reject 12 --reason "flooded"`
    """
    ask([RejectFulfillment(fulfillment_order_id=number, reason=reason)], fulfilled, preview=preview, as_json=as_json)


@app.command()
def recall(number: Number, reason: Reason = "", preview: Preview = False, as_json: Json = False) -> None:
    """Take work back before it is shipped; the units are only allocated again.

    - `ordino fulfill recall 12 --reason "address was wrong"`
    """
    ask([RecallFulfillment(fulfillment_order_id=number, reason=reason)], fulfilled, preview=preview, as_json=as_json)


@app.command()
def unpack(
    package: Annotated[int, typer.Argument(help="The package's number.", show_default=False)],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Take a package apart.

    - `ordino fulfill unpack 31`
    """
    ask([UnpackPackage(package_id=package)], closed, preview=preview, as_json=as_json)


@app.command("list")
def list_command(
    location: Annotated[str | None, typer.Option(help="The location's code.")] = None,
    state: Annotated[str | None, typer.Option(help=f"One of {', '.join(FULFILLMENT_ORDER.states)}.")] = None,
    order: Annotated[int | None, typer.Option(help="The order's number.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 25,
    as_json: Json = False,
) -> None:
    """List fulfillment orders by precedence: those in work, or those of a state or an order.

    - `ordino fulfill list --location LON --state released`
    """
    if state is not None and state not in FULFILLMENT_ORDER.states:
        stop_with("There is no such state", f"{state}; the states are {', '.join(FULFILLMENT_ORDER.states)}.")
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = queries.fulfillment_orders(reader, location=location, state=state, order_id=order, limit=limit)
    if as_json:
        print_json(rows)
    else:
        print_fulfillment_orders(rows)


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show one fulfillment order: its lines with their bins, and its packages.

    - `ordino fulfill show 12`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        found = queries.fulfillment_order(reader, number)
        lines = queries.lines(reader, number)
        packages = queries.packages(reader, fulfillment_order_id=number)
    if found is None:
        refuse(NotFound(what="fulfillment order", reference=str(number)), as_json=as_json)
    if as_json:
        print_json({"fulfillment_order": found, "lines": lines, "packages": packages})
    else:
        print_fulfillment_order(found, lines, packages)


@app.command("bin")
def bin_command(
    location: Annotated[str, typer.Argument(help="The location's code.", show_default=False)],
    sku: Annotated[str, typer.Argument(help="The SKU.", show_default=False)],
    bin: Annotated[str, typer.Argument(help="The bin's name.", show_default=False)],
    position: Annotated[int, typer.Option(min=0, help="When the walk comes by: the smallest first.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say in which bin a SKU stands.

    - `ordino fulfill bin LON 85123A A-01-3 --position 113`
    """
    command = AssignBin(location=location, sku=sku, bin=bin, walk_position=position)
    ask(
        [command],
        lambda done: f"{done.sku} stands in {done.bin} at {done.location}.",
        preview=preview,
        as_json=as_json,
    )


@app.command()
def box(
    code: Annotated[str, typer.Argument(help="The box's code.", show_default=False)],
    inside: Annotated[str, typer.Option(help="Length:width:height inside, in millimetres.")],
    bears: Annotated[int, typer.Option(help="What it bears, in grams.")],
    weighs: Annotated[int, typer.Option(help="What it weighs empty, in grams.")] = 0,
    active: Annotated[bool, typer.Option(help="Whether it is packed into.")] = True,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Register a box to pack into, or change it.

    - `ordino fulfill box S --inside 200:150:100 --bears 2000 --weighs 80`
    """
    length, rest = read_pair(inside, "length:width:height like 200:150:100")
    width, height = read_pair(rest, "width:height like 150:100")
    if not height.isdigit():
        stop_with("Not understood", f"{height!r} is not a height in millimetres.")
    command = RegisterBox(
        code=code,
        length_mm=length,
        width_mm=width,
        height_mm=int(height),
        maximum_weight_grams=bears,
        tare_weight_grams=weighs,
        active=active,
    )
    ask([command], lambda done: f"Box {done.code} is registered.", preview=preview, as_json=as_json)
