"""`ordino order`: look at orders and act on them."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from ordino.cli import order_lists
from ordino.cli.asking import Preview, ask, read_json, read_number, read_pair
from ordino.cli.order_lists import Number, utc, view_of
from ordino.cli.order_pages import accepted
from ordino.cli.output import Json, refuse, stop_with
from ordino.kernel.problems import NotFound
from ordino.orders.commands import (
    AddLine,
    AssignHold,
    CancelCharge,
    CancelOrder,
    CancelUnits,
    ChangeAction,
    ChangeAddress,
    ChangeOrder,
    ChooseSku,
    ConfirmOrder,
    ExpireOrder,
    HoldOrder,
    MergeOrders,
    PlaceOrder,
    PrioritizeOrder,
    ReleaseHold,
    SplitLine,
    SplitOrder,
)
from ordino.orders.rows import OrderedLine, PostalAddress

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Version = Annotated[
    int | None, typer.Option(help="Refuse where the order is not at this version; the newest without it.")
]
Due = Annotated[datetime | None, typer.Option(help="Until when, for example 2026-03-02T17:00, in UTC.")]


@app.callback()
def orders() -> None:
    """Look at orders and act on them: what a screen of the office does, in one line each.

    Every command that changes something has `--preview`, which carries it out and rolls it back, and `--json`. What cannot
    be done is refused with its reason and exit code 2, and nothing is changed.
    """


@app.command()
def place(
    file: Annotated[Path, typer.Argument(help="JSON of one order or a list of them; - is standard input.")],
    key: Annotated[str | None, typer.Option(help="An idempotency key: the same key and body place one order.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Place orders. What cannot be verified about them becomes a hold, not a refusal.

    - `ordino order place order.json --preview` shows price, sources and holds first
    - `echo '{"channel": "shop", "lines": [{"sku": "85123A", "quantity": 2, "unit_price": "2.55"}]}' | ordino order place -`
    """
    content = read_json(file, PlaceOrder | list[PlaceOrder])  # type: ignore[arg-type]
    commands: list[PlaceOrder] = content if isinstance(content, list) else [content]
    if not commands:
        stop_with("Nothing to place", f"{file} holds no order.")
    keys = None if key is None else [key if len(commands) == 1 else f"{key}/{n}" for n in range(len(commands))]
    ask(commands, accepted, preview=preview, as_json=as_json, keys=keys)


app.command()(order_lists.show)
app.command("list")(order_lists.list_command)
app.command()(order_lists.holds)


@app.command()
def hold(
    number: Number,
    reason: Annotated[str, typer.Option(help="A word, for example fraud.")],
    detail: Annotated[str, typer.Option(help="What is wrong.")] = "",
    line: Annotated[int | None, typer.Option(help="Hold this line only.")] = None,
    owner: Annotated[str, typer.Option(help="Who decides.")] = "",
    due: Due = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Open a hold: what it covers waits until it is released.

    - `ordino order hold 10482 --reason fraud --detail "Three cards" --owner Grace`
    """
    command = HoldOrder(
        order_id=number,
        reason=reason,
        detail=detail,
        scope="order" if line is None else "line",
        line_number=line,
        owner=owner,
        due_at=utc(due),
    )
    ask([command], accepted, preview=preview, as_json=as_json)


Hold = Annotated[str, typer.Argument(help="The hold's number, or its reason.", show_default=False)]


@app.command()
def release(
    number: Number,
    hold: Hold,
    note: Annotated[str, typer.Option(help="Why it may go on.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Release a hold; with the last one gone the order is confirmed.

    - `ordino order release 10482 fraud --note "called the customer"`
    """
    hold_id = _hold_id(number, hold, as_json=as_json)
    ask([ReleaseHold(order_id=number, hold_id=hold_id, note=note)], accepted, preview=preview, as_json=as_json)


@app.command()
def assign(
    number: Number,
    hold: Hold,
    owner: Annotated[str, typer.Option(help="Who decides from now on.")],
    due: Due = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give a hold an owner and a due time.

    - `ordino order assign 10482 fraud --owner Grace --due 2026-03-02T17:00`
    """
    hold_id = _hold_id(number, hold, as_json=as_json)
    command = AssignHold(order_id=number, hold_id=hold_id, owner=owner, due_at=utc(due))
    ask([command], accepted, preview=preview, as_json=as_json)


@app.command()
def confirm(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Confirm a placed order that nothing holds any more.

    - `ordino order confirm 10482`
    """
    ask([ConfirmOrder(order_id=number)], accepted, preview=preview, as_json=as_json)


@app.command()
def change(
    number: Number,
    add: Annotated[list[str] | None, typer.Option(help="SKU=QUANTITY or SKU=QUANTITY@PRICE.")] = None,
    cancel: Annotated[list[str] | None, typer.Option(help="LINE:QUANTITY that leaves the order.")] = None,
    waive: Annotated[list[int] | None, typer.Option(help="The number of a charge.")] = None,
    choose: Annotated[list[str] | None, typer.Option(help="LINE:SKU for a line whose SKU is not known.")] = None,
    address: Annotated[Path | None, typer.Option(help="A JSON file with the new address.")] = None,
    version: Version = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Change a placed order: all of it or nothing. Units that leave take exactly their share of the money with them.

    - `ordino order change 10482 --cancel 1:2 --add 85123A=1@2.55 --preview`
    - `ordino order change 10482 --choose 3:85123A`
    """
    actions: list[ChangeAction] = [AddLine(line=added_line(text)) for text in add or ()]
    actions += [CancelUnits(line_number=line, quantity=quantity) for line, quantity in map(_units, cancel or ())]
    actions += [CancelCharge(charge_number=charge) for charge in waive or ()]
    chosen = [read_pair(text, "a line and a SKU like 3:85123A") for text in choose or ()]
    actions += [ChooseSku(line_number=line, sku=sku) for line, sku in chosen]
    if address is not None:
        actions.append(ChangeAddress(ship_to=read_json(address, PostalAddress)))
    expected = version if version is not None else view_of(number, as_json=as_json).order.version
    command = ChangeOrder(order_id=number, expected_version=expected, actions=tuple(actions))
    ask([command], accepted, preview=preview, as_json=as_json)


@app.command()
def cancel(
    number: Number,
    reason: Annotated[str, typer.Option(help="Why.")],
    version: Version = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Cancel an order of which nothing is on its way.

    - `ordino order cancel 10482 --reason "changed their mind"`
    """
    command = CancelOrder(order_id=number, reason=reason, expected_version=version)
    ask([command], accepted, preview=preview, as_json=as_json)


@app.command()
def expire(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """End a placed order that was not paid in time.

    - `ordino order expire 10482`
    """
    ask([ExpireOrder(order_id=number)], accepted, preview=preview, as_json=as_json)


@app.command()
def prioritize(number: Number, priority: int, preview: Preview = False, as_json: Json = False) -> None:
    """Let an order go before others when goods are scarce; higher goes first.

    - `ordino order prioritize 10482 10`
    """
    ask([PrioritizeOrder(order_id=number, priority=priority)], accepted, preview=preview, as_json=as_json)


@app.command()
def split(
    number: Number,
    lines: Annotated[list[str], typer.Argument(help="LINE:QUANTITY for each line that goes.", show_default=False)],
    version: Version = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Let units go into an order of their own, with their money, goods and holds. Answers the new order.

    - `ordino order split 10482 1:2 3:1`
    """
    parts = tuple(SplitLine(line_number=line, quantity=quantity) for line, quantity in map(_units, lines))
    expected = version if version is not None else view_of(number, as_json=as_json).order.version
    command = SplitOrder(order_id=number, expected_version=expected, lines=parts)
    ask([command], accepted, preview=preview, as_json=as_json)


@app.command()
def merge(
    number: Number,
    other: Annotated[int, typer.Argument(help="The order whose lines move; it is canceled then.", show_default=False)],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Move everything of another order of the same customer and address into an order.

    - `ordino order merge 10482 10490 --preview`
    """
    command = MergeOrders(
        order_id=number,
        expected_version=view_of(number, as_json=as_json).order.version,
        from_order_id=other,
        from_expected_version=view_of(other, as_json=as_json).order.version,
    )
    ask([command], accepted, preview=preview, as_json=as_json)


def _hold_id(number: int, hold: str, *, as_json: bool) -> int:
    """A hold is named by its number, or by its reason where only one is open."""
    if hold.isascii() and hold.isdigit():
        return int(hold)
    found = [row.id for row in view_of(number, as_json=as_json).holds if row.state == "open" and row.reason == hold]
    if not found:
        refuse(NotFound(what=f"open hold of order {number}", reference=hold), as_json=as_json)
    if len(found) > 1:
        stop_with(
            "Which of them?", f"Order {number} has the holds {', '.join(map(str, found))}; name one by its number."
        )
    return found[0]


def _units(text: str) -> tuple[int, int]:
    line, quantity = read_pair(text, "a line and a quantity like 1:2")
    return line, read_number(quantity, "a quantity")


def added_line(text: str) -> OrderedLine:
    """`85123A=2` or `85123A=2@2.55`; leaves where it is neither."""
    sku, found, rest = text.rpartition("=")
    quantity, priced, price = rest.partition("@")
    if not found or not sku:
        stop_with("Not understood", f"{text!r} is not a line like 85123A=2 or 85123A=2@2.55.")
    try:
        unit_price = Decimal(price) if priced else None
    except InvalidOperation:
        stop_with("Not understood", f"{price!r} is not a price like 2.55.")
    return OrderedLine(sku=sku, quantity=read_number(quantity, "a quantity"), unit_price=unit_price)
