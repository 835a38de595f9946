"""`ordino payment`: look at payments and act on them."""

from typing import Annotated

import typer

from ordino.cli.asking import Preview, ask
from ordino.cli.output import Json, print_json, refuse
from ordino.cli.payment_pages import paid, print_payment, print_payments, read_amount
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.problems import NotFound
from ordino.payments.commands import (
    AuthorizePayment,
    CapturePayment,
    RecordPayment,
    SettleBalance,
    VoidPayments,
)
from ordino.payments.queries import list_payments, show_payment
from ordino.payments.rows import BY_HAND

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The order's number.", show_default=False)]
Amount = Annotated[
    str, typer.Argument(help="The amount in the order's currency, for example 25.00.", show_default=False)
]
Reference = Annotated[str, typer.Option(help="What it is for; the same reference counts once.")]


@app.callback()
def payments() -> None:
    """Take money in: authorize, record, capture, void.

    Gateways are called by the worker, after what was asked is safe in the database; money that people move is recorded at once.
    """


@app.command()
def authorize(
    number: Number,
    amount: Amount,
    gateway: Annotated[str, typer.Option(help="The payment gateway's code.")] = BY_HAND,
    method: Annotated[str, typer.Option(help="For example card, transfer or cash_on_delivery.")] = "card",
    token: Annotated[str, typer.Option(help="The gateway's name of the means of payment; never a card number.")] = "",
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Set money aside for an order.

    - `ordino payment authorize 10482 100.00 --gateway sandbox --token tok_visa`
    - `ordino payment authorize 10482 100.00 --method cash_on_delivery`
    """
    command = AuthorizePayment(
        order_id=number,
        amount_minor=read_amount(number, amount, as_json=as_json),
        gateway=gateway,
        method=method,
        token=token,
        reference=reference,
    )
    ask([command], paid, preview=preview, as_json=as_json)


@app.command()
def record(
    number: Number,
    amount: Amount,
    method: Annotated[str, typer.Option(help="How it came: transfer, cash, cash_on_delivery.")] = "transfer",
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Record money that has come in by hand.

    - `ordino payment record 10482 100.00 --method transfer --reference bank/2026-03-02/17`
    """
    amount_minor = read_amount(number, amount, as_json=as_json)
    command = RecordPayment(order_id=number, amount_minor=amount_minor, method=method, reference=reference)
    ask([command], paid, preview=preview, as_json=as_json)


@app.command()
def capture(
    number: Number,
    amount: Amount,
    reference: Annotated[str, typer.Option(help="What it is for; the same reference takes its amount once.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Take authorized money, from the oldest authorization first.

    - `ordino payment capture 10482 25.00 --reference invoice/17 --preview`
    """
    amount_minor = read_amount(number, amount, as_json=as_json)
    command = CapturePayment(order_id=number, amount_minor=amount_minor, reference=reference)
    ask([command], paid, preview=preview, as_json=as_json)


@app.command()
def void(
    number: Number,
    payment: Annotated[int | None, typer.Option(help="Only this payment.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Give up what is authorized and not captured.

    - `ordino payment void 10482`
    """
    ask([VoidPayments(order_id=number, payment_id=payment)], paid, preview=preview, as_json=as_json)


@app.command()
def settle(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Give back what was captured beyond what is due.

    - `ordino payment settle 10482 --preview`
    """
    ask([SettleBalance(order_id=number)], paid, preview=preview, as_json=as_json)


@app.command("list")
def list_command(
    order: Annotated[int | None, typer.Option(help="Of this order only.")] = None,
    gateway: Annotated[str | None, typer.Option(help="Of this gateway only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 25,
    as_json: Json = False,
) -> None:
    """List payments, the newest first.

    - `ordino payment list --order 10482`
    """
    with open_engine(maximum_connections=1) as engine:
        now = engine.clock()
        with engine.reader() as reader:
            rows = list_payments(reader, order_id=order, gateway=gateway, window=Window(limit))
    if as_json:
        print_json(rows)
    else:
        print_payments(rows, now)


@app.command()
def show(
    payment: Annotated[int, typer.Argument(help="The payment's number.", show_default=False)], as_json: Json = False
) -> None:
    """Show one payment and everything that was asked and said of it.

    - `ordino payment show 12`
    """
    with open_engine(maximum_connections=1) as engine:
        now = engine.clock()
        with engine.reader() as reader:
            whole = show_payment(reader, payment)
    if whole is None:
        refuse(NotFound(what="payment", reference=str(payment)), as_json=as_json)
    if as_json:
        print_json(whole)
    else:
        print_payment(whole, now)
