"""`ordino return`: goods that come back, from the request to the money."""

from decimal import Decimal
from typing import Annotated

import typer

from ordino.cli import return_labels, return_lists
from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.output import Json, stop_with
from ordino.cli.return_pages import asked, refunded
from ordino.kernel.rates import scaled
from ordino.returns.commands import (
    ApproveReturn,
    CancelReturn,
    CloseReturn,
    DeclineReturn,
    ExpireReturn,
    InspectReturn,
    MarkReturnInTransit,
    ReceiveReturn,
    RefundReturn,
    ReplaceReturn,
    RequestReturn,
    SetReturnPolicy,
)
from ordino.returns.rows import (
    Disposition,
    InspectedUnits,
    LineUnits,
    PaidBy,
    ReceivedUnits,
    RefundTo,
    ReturnReason,
    UnitsToReturn,
)

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The return's number.", show_default=False)]
Lines = Annotated[list[str], typer.Argument(help="LINE:QUANTITY for each line.", show_default=False)]
SomeLines = Annotated[list[str] | None, typer.Argument(help="LINE:QUANTITY; all that is open without any.")]


@app.callback()
def returns() -> None:
    """Take goods back: request, approve, receive, inspect, refund, replace, close.

    Every command that changes something has `--preview`, which carries it out and rolls it back, and `--json`.
    """


app.command()(return_lists.show)
app.command("list")(return_lists.list_command)
app.command()(return_lists.eligible)
app.command()(return_lists.reasons)
app.command()(return_lists.returners)


@app.command()
def request(
    order: Annotated[int, typer.Argument(help="The order's number.", show_default=False)],
    lines: Lines,
    reason: Annotated[ReturnReason, typer.Option(help="Why.")] = "other",
    comment: Annotated[str, typer.Option(help="What the customer says.")] = "",
    override: Annotated[str, typer.Option(help="Why the policy is set aside.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Ask to give delivered units back.

    - `ordino return request 10482 1:2 3:1 --reason size`
    """
    units = tuple(
        UnitsToReturn(line_number=number, quantity=quantity, reason=reason, comment=comment)
        for number, quantity in map(_units, lines)
    )
    ask(
        [RequestReturn(order_id=order, lines=units, override_reason=override)],
        asked,
        preview=preview,
        as_json=as_json,
    )


@app.command()
def approve(
    number: Number,
    label: Annotated[str, typer.Option(help="The label's number; the return's own without it.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Permit a return: its units are expected back.

    - `ordino return approve 12`
    """
    ask([ApproveReturn(return_id=number, label_number=label)], asked, preview=preview, as_json=as_json)


app.command()(return_labels.label)

Why = Annotated[str, typer.Option(help="Why.")]


@app.command()
def decline(number: Number, reason: Why, preview: Preview = False, as_json: Json = False) -> None:
    """Refuse a return that was asked for.

    - `ordino return decline 12 --reason "worn"`
    """
    ask([DeclineReturn(return_id=number, reason=reason)], asked, preview=preview, as_json=as_json)


@app.command()
def cancel(number: Number, reason: Why, preview: Preview = False, as_json: Json = False) -> None:
    """End a return that has not set out.

    - `ordino return cancel 12 --reason "keeps it"`
    """
    ask([CancelReturn(return_id=number, reason=reason)], asked, preview=preview, as_json=as_json)


@app.command()
def expire(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Expect no longer what did not come in its time.

    - `ordino return expire 12`
    """
    ask([ExpireReturn(return_id=number)], asked, preview=preview, as_json=as_json)


@app.command()
def transit(
    number: Number,
    tracking: Annotated[str, typer.Option(help="The carrier's tracking number.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say that the goods are on their way back.

    - `ordino return transit 12 --tracking 1Z999`
    """
    ask([MarkReturnInTransit(return_id=number, tracking_number=tracking)], asked, preview=preview, as_json=as_json)


@app.command()
def receive(
    number: Number,
    lines: Lines,
    location: Annotated[str, typer.Option(help="Where they came in.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Take in what arrived, whole or in parts.

    - `ordino return receive 12 1:2 --location LON`
    """
    units = tuple(ReceivedUnits(line_number=n, quantity=q) for n, q in map(_units, lines))
    command = ReceiveReturn(return_id=number, location=location, lines=units)
    ask([command], asked, preview=preview, as_json=as_json)


@app.command()
def inspect(
    number: Number,
    lines: Lines,
    disposition: Annotated[Disposition, typer.Option(help="Where the units go.")] = "restock",
    reject: Annotated[bool, typer.Option(help="Do not refund them.")] = False,
    condition: Annotated[str, typer.Option(help="What was found.")] = "",
    location: Annotated[str, typer.Option(help="Where they are; may be left out where they came in at one.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say what was found of units that came in.

    - `ordino return inspect 12 1:1`
    - `ordino return inspect 12 1:1 --disposition refurbish --condition "scratched"`
    """
    units = tuple(
        InspectedUnits(
            line_number=n,
            quantity=q,
            disposition=disposition,
            accepted=not reject and disposition != "send_back",
            condition=condition,
        )
        for n, q in map(_units, lines)
    )
    ask([InspectReturn(return_id=number, lines=units, location=location)], asked, preview=preview, as_json=as_json)


@app.command()
def refund(
    number: Number,
    lines: SomeLines = None,
    shipping: Annotated[bool | None, typer.Option(help="Give the shipping back, too.")] = None,
    fee: Annotated[int | None, typer.Option(help="The fee in minor units, instead of the percentage.")] = None,
    to: Annotated[RefundTo | None, typer.Option(help="Where the money goes.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Decide the money for accepted units: exactly what the customer paid for them.

    - `ordino return refund 12 --preview`
    - `ordino return refund 12 1:1 --shipping --fee 0`
    """
    units = tuple(LineUnits(*pair) for pair in map(_units, lines or ()))
    command = RefundReturn(return_id=number, lines=units, refund_shipping=shipping, fee_minor=fee, to=to)
    ask([command], refunded, preview=preview, as_json=as_json)


@app.command()
def replace(number: Number, lines: SomeLines = None, preview: Preview = False, as_json: Json = False) -> None:
    """Send the same goods again for nothing.

    - `ordino return replace 12 1:1`
    """
    units = tuple(LineUnits(*pair) for pair in map(_units, lines or ()))
    ask([ReplaceReturn(return_id=number, lines=units)], asked, preview=preview, as_json=as_json)


@app.command()
def close(
    number: Number,
    without_refund: Annotated[bool, typer.Option(help="Although accepted units were not settled.")] = False,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """End a return that is inspected and settled.

    - `ordino return close 12 --without-refund --note "voucher given"`
    """
    command = CloseReturn(return_id=number, without_refund=without_refund, note=note)
    ask([command], asked, preview=preview, as_json=as_json)


@app.command()
def policy(
    channel: Annotated[str | None, typer.Option(help="The channel's code; all others without it.")] = None,
    days: Annotated[int | None, typer.Option(help="How long after delivery; no limit without it.")] = None,
    fee: Annotated[str, typer.Option(help="The restocking fee in percent.")] = "0",
    not_sku: Annotated[list[str] | None, typer.Option(help="A SKU that is not taken back.")] = None,
    not_category: Annotated[list[str] | None, typer.Option(help="A tax category that is not taken back.")] = None,
    shipping_paid_by: Annotated[PaidBy, typer.Option(help="Who pays the way back.")] = "customer",
    refund_shipping: Annotated[bool, typer.Option(help="Give shipping back with a whole order.")] = False,
    automatic: Annotated[bool, typer.Option(help="Approve by itself.")] = False,
    inspection: Annotated[bool, typer.Option(help="Look at goods before they are sold again.")] = True,
    expected_days: Annotated[int, typer.Option(help="How long goods are waited for.")] = 30,
    refund_to: Annotated[RefundTo, typer.Option(help="Where the money goes.")] = "original",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Set the terms of returns.

    - `ordino return policy --channel shop --days 30 --fee 10`
    """
    command = SetReturnPolicy(
        channel=channel,
        window_days=days,
        expected_days=expected_days,
        restocking_fee_percent=_percent(fee),
        shipping_paid_by=shipping_paid_by,
        refund_shipping=refund_shipping,
        not_returnable_skus=tuple(not_sku or ()),
        not_returnable_categories=tuple(not_category or ()),
        approve_automatically=automatic,
        needs_inspection=inspection,
        refund_to=refund_to,
    )
    ask(
        [command],
        lambda result: f"The policy of {result.channel or 'all other channels'} is set.",
        preview=preview,
        as_json=as_json,
    )


def _units(text: str) -> tuple[int, int]:
    line, quantity = read_pair(text, "a line and a quantity like 1:2")
    return line, read_number(quantity, "a quantity")


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text)
        scaled(percent)
    except (ArithmeticError, ValueError):
        stop_with("Not understood", f"{text!r} is not a percentage like 12.5.")
    return percent
