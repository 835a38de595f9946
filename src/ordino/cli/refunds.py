"""`ordino refund`: give money back, approve it, say what became of it."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask
from ordino.cli.output import Json, print_json, stop_with
from ordino.cli.payment_pages import paid, print_refunds, read_amount
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.payments.commands import (
    ApproveRefund,
    ConfirmRefund,
    DeclineRefund,
    FailRefund,
    PaymentPolicyAccepted,
    RefundOrder,
    RequestRefund,
    ReverseRefund,
    SetPaymentPolicy,
)
from ordino.payments.lifecycle import REFUND
from ordino.payments.queries import list_refunds

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The refund's number.", show_default=False)]
Note = Annotated[str, typer.Option(help="Why, or what happened.")]


@app.callback()
def refunds() -> None:
    """Give money back: never more than came in and is still here, each reference once."""


@app.command()
def order(
    number: Annotated[int, typer.Argument(help="The order's number.", show_default=False)],
    amount: Annotated[str, typer.Argument(help="The amount in the order's currency.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why.")],
    reference: Annotated[str, typer.Option(help="What it is for; the same reference gives back once.")],
    store_credit: Annotated[bool, typer.Option("--store-credit", help="As store credit instead.")] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give money back for an order, from its newest payment first.

    - `ordino refund order 10482 20.00 --reason "scratched" --reference case/17 --preview`
    """
    command = RefundOrder(
        order_id=number,
        amount_minor=read_amount(number, amount, as_json=as_json),
        reason=reason,
        reference=reference,
        to="store_credit" if store_credit else "original",
    )
    ask([command], paid, preview=preview, as_json=as_json)


@app.command()
def approve(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Let a proposed refund go out.

    - `ordino refund approve 3`
    """
    ask([ApproveRefund(refund_id=number, note=note)], paid, preview=preview, as_json=as_json)


@app.command()
def decline(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Let a proposed refund not go out.

    - `ordino refund decline 3 --note "no receipt"`
    """
    ask([DeclineRefund(refund_id=number, note=note)], paid, preview=preview, as_json=as_json)


@app.command()
def request(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Say that a refund by hand is on its way, for example ordered at the bank.

    - `ordino refund request 3`
    """
    ask([RequestRefund(refund_id=number, note=note)], paid, preview=preview, as_json=as_json)


@app.command()
def confirm(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Say that a refund by hand has been given.

    - `ordino refund confirm 3 --note "bank statement of 2 March"`
    """
    ask([ConfirmRefund(refund_id=number, note=note)], paid, preview=preview, as_json=as_json)


@app.command()
def fail(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Say that a refund by hand cannot be given.

    - `ordino refund fail 3 --note "account closed"`
    """
    ask([FailRefund(refund_id=number, note=note)], paid, preview=preview, as_json=as_json)


@app.command()
def reverse(number: Number, note: Note = "", preview: Preview = False, as_json: Json = False) -> None:
    """Say that money given back by hand has come back.

    - `ordino refund reverse 3 --note "account closed"`
    """
    ask([ReverseRefund(refund_id=number, note=note)], paid, preview=preview, as_json=as_json)


@app.command("list")
def list_command(
    state: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(REFUND.states)}.")] = None,
    order: Annotated[int | None, typer.Option(help="Of this order only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 25,
    as_json: Json = False,
) -> None:
    """List refunds, the newest first.

    - `ordino refund list --state proposed`
    """
    unknown = set(state or ()) - set(REFUND.states)
    if unknown:
        stop_with("There is no such state", f"{', '.join(sorted(unknown))}; the states are {', '.join(REFUND.states)}.")
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = list_refunds(reader, order_id=order, states=state or REFUND.states, window=Window(limit))
    if as_json:
        print_json(rows)
    else:
        print_refunds(rows)


@app.command()
def limit(
    above: Annotated[int | None, typer.Argument(help="Minor units; without it no refund needs approval.")] = None,
    channel: Annotated[str | None, typer.Option(help="For this channel; for all others without it.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Set above which amount refunds wait for approval.

    - `ordino refund limit 10000 --channel shop`
    """

    def say(result: PaymentPolicyAccepted) -> str:
        of = "all other channels" if result.channel is None else result.channel
        return f"Refunds of {of} " + ("need no approval." if above is None else f"above {above} wait for approval.")

    ask([SetPaymentPolicy(channel=channel, approve_refunds_above_minor=above)], say, preview=preview, as_json=as_json)
