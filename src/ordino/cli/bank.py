"""`ordino bank`: what customers transferred, and what is left of it on their account."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.billing.commands import AllocateTransfer, BookedTransfer, ReturnTransfer
from ordino.billing.queries import TransferView, transfers
from ordino.cli.asking import Preview, ask
from ordino.cli.output import Json, console, messages, print_json, stop_with
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.money import Money, major_text, read_amount
from ordino.kernel.problems import InvalidInput

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Transfer = Annotated[int, typer.Argument(help="The transfer's number.", show_default=False)]


@app.callback()
def bank_app() -> None:
    """Bank transfers of customers. `ordino invoice transfer` books one.

    What is left of a transfer pays later invoices on account by itself, or is given and sent back here.
    """


@app.command(name="list")
def list_transfers(
    customer: Annotated[int | None, typer.Option(help="Only those of a customer.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those of which something is left.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 50,
    as_json: Json = False,
) -> None:
    """List bank transfers, the newest first.

    - `ordino bank list --open`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = transfers(reader, customer_id=customer, open_only=open_only, window=Window(limit))
    if as_json:
        print_json(rows)
    else:
        _print(rows)


@app.command()
def allocate(
    transfer: Transfer,
    invoice: Annotated[list[str] | None, typer.Option("--invoice", help="The invoices it pays.")] = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Let what is left of a transfer pay the invoices that are named, or those that are due first.

    - `ordino bank allocate 7 --invoice INV-2026-000042`
    """
    command = AllocateTransfer(transfer_id=transfer, invoices=tuple(invoice or ()))
    ask([command], _used, preview=preview, as_json=as_json)


@app.command()
def give_back(
    transfer: Transfer,
    amount: Annotated[str, typer.Argument(help="What was sent back: 12.50.", show_default=False)],
    currency: Annotated[str, typer.Option(help="The currency.", show_default=False)],
    note: Annotated[str, typer.Option(help="How it was sent.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say that what is left of a transfer, or some of it, was sent back to the customer.

    - `ordino bank give-back 7 12.50 --currency EUR`
    """
    money = read_amount(amount, currency)
    if isinstance(money, InvalidInput):
        stop_with("Not understood", money.detail())
    command = ReturnTransfer(transfer_id=transfer, amount_minor=money.minor, note=note)
    ask([command], _used, preview=preview, as_json=as_json)


def _print(rows: Sequence[TransferView]) -> None:
    table = Table("Transfer", "Bank", "Customer", "Recorded", box=None, header_style="bold")
    for name in ("Amount", "Paid", "Back", "Left"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        money = (row.amount_minor, row.given_minor, row.returned_minor, row.on_account_minor)
        texts = (str(row.id), row.bank_reference, f"{row.customer_id} {row.customer}", f"{row.recorded_at:%Y-%m-%d}")
        amounts = [major_text(amount, row.currency) for amount in money]
        table.add_row(*map(escape, texts), f"{amounts[0]} {row.currency}", *amounts[1:])
    console.print(table)
    if not rows:
        messages.print("There is none.")


def _used(result: BookedTransfer) -> str:
    orders = ", ".join(str(part.order_id) for part in result.parts)
    paid = f"pays orders {orders}; " if orders else ""
    left = Money(result.on_account_minor, result.currency)
    return f"Transfer {result.transfer_id}: {paid}{left} are left."
