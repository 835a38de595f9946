"""`ordino gift-card`: gift cards and store credit, what is on them, and what is owed in all."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from ordino.adapters.gateways.stored_value import STORED_VALUE, account_token
from ordino.cli.asking import Preview, ask
from ordino.cli.order_lists import Number, utc
from ordino.cli.output import Json, console, messages, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.engine import Engine
from ordino.kernel.money import Money, read_amount
from ordino.kernel.problems import NotFound, Problem
from ordino.payments.commands import AuthorizePayment, OrderPaid
from ordino.stored_value.codes import kept, new_code
from ordino.stored_value.commands import GrantStoreCredit, IssueGiftCard, ValueMoved
from ordino.stored_value.queries import account_by_code, liability, movements_of, store_credit_of
from ordino.stored_value.rows import AccountRow

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Amount = Annotated[str, typer.Argument(help="In major units, for example 50.00.", show_default=False)]
Currency = Annotated[str, typer.Argument(help="For example EUR.", show_default=False)]
Code = Annotated[str, typer.Argument(help="The card's code, as it is printed or typed.", show_default=False)]
Reference = Annotated[str, typer.Option(help="A receipt, a ticket.")]


@app.callback()
def gift_cards() -> None:
    """Gift cards and store credit, what is on them, and what is owed in all.

    The code of a card is shown once, when it is issued; only a hash of it is kept.
    """


@app.command()
def issue(
    amount: Amount,
    currency: Currency,
    expires: Annotated[datetime | None, typer.Option(help="Until when it can be used, in UTC.")] = None,
    granted: Annotated[bool, typer.Option(help="Given away, not sold.")] = False,
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Issue a gift card and print its code, once.

    - `ordino gift-card issue 50.00 EUR`
    """
    money, code = _read(amount, currency), new_code()
    of_code = kept(code)
    command = IssueGiftCard(
        code_hash=of_code.code_hash,
        last_four=of_code.last_four,
        currency=money.currency,
        amount_minor=money.minor,
        expires_at=utc(expires),
        granted=granted,
        reference=reference,
    )
    ask([command], _moved, preview=preview, as_json=as_json)
    if not preview:
        messages.print(f"The code, shown only now: [bold]{code}[/]")


@app.command()
def credit(
    customer: Annotated[int, typer.Argument(help="The customer's number.", show_default=False)],
    amount: Amount,
    currency: Currency,
    reference: Reference = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Put an amount on a customer's store credit.

    - `ordino gift-card credit 77 10.00 EUR --reference "late delivery"`
    """
    money = _read(amount, currency)
    command = GrantStoreCredit(
        customer_id=customer, currency=money.currency, amount_minor=money.minor, reference=reference
    )
    ask([command], _moved, preview=preview, as_json=as_json)


@app.command()
def show(code: Code, as_json: Json = False) -> None:
    """What is on a gift card, and what moved.

    - `ordino gift-card show 7KQM-2XPA-9HTD-C4VN`
    """
    with open_engine(maximum_connections=1) as engine:
        account = _card(engine, code)
        with engine.reader() as reader:
            moved = movements_of(reader, account.id)
    if as_json:
        print_json({"account": account, "movements": moved})
        return
    console.print(_standing(account))
    for row in moved:
        order = "" if row.order_id is None else f" order {row.order_id}"
        money = Money(row.amount_minor, account.currency)
        console.print(f"  {row.moved_at:%Y-%m-%d %H:%M}  {row.kind.replace('_', ' ')}  {money}{order}")


@app.command("store-credit")
def store_credit(
    customer: Annotated[int, typer.Argument(help="The customer's number.", show_default=False)], as_json: Json = False
) -> None:
    """The store credit of a customer.

    - `ordino gift-card store-credit 77`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = store_credit_of(reader, customer)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        console.print(_standing(row))
    if not rows:
        messages.print("None.")


@app.command()
def pay(number: Number, code: Code, amount: Amount, preview: Preview = False, as_json: Json = False) -> None:
    """Pay an order, or a part of it, by gift card; a worker carries it out.

    - `ordino gift-card pay 10482 7KQM-2XPA-9HTD-C4VN 30.00`
    """
    with open_engine(maximum_connections=1) as engine:
        account = _card(engine, code)
    money = _read(amount, account.currency)
    command = AuthorizePayment(
        order_id=number,
        amount_minor=money.minor,
        gateway=STORED_VALUE,
        method="gift_card",
        token=account_token(account.id),
    )
    ask([command], _asked, preview=preview, as_json=as_json)


@app.command("liability")
def show_liability(as_json: Json = False) -> None:
    """What is owed on gift cards and store credit in all, and how it came to that.

    - `ordino gift-card liability`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        rows = liability(reader)
    if as_json:
        print_json(rows)
        return
    table = Table("Kind", box=None, pad_edge=False, header_style="bold")
    for name in ("Accounts", "Issued", "Refunded", "Redeemed", "Given back", "Expired", "Outstanding"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        amounts = (row.issued_minor, row.refunded_minor, row.redeemed_minor, row.given_back_minor, row.expired_minor)
        figures = [str(Money(amount, row.currency)) for amount in (*amounts, row.outstanding_minor)]
        table.add_row(row.kind.replace("_", " "), f"{row.accounts:,}", *figures)
    console.print(table)


def _read(amount: str, currency: str) -> Money:
    money = read_amount(amount, currency.upper())
    if isinstance(money, Problem):
        stop_with("Not understood", money.detail())
    return money


def _card(engine: Engine, code: str) -> AccountRow:
    with engine.reader() as reader:
        account = account_by_code(reader, code)
    if account is None:
        refuse(NotFound(what="gift card with the code", reference=escape(code)))
    return account


def _standing(account: AccountRow) -> str:
    available, balance = (
        Money(account.available_minor, account.currency),
        Money(account.balance_minor, account.currency),
    )
    until = f", until {account.expires_at:%Y-%m-%d}" if account.expires_at is not None else ""
    name = f"Gift card ...{account.last_four}" if account.kind == "gift_card" else "Store credit"
    return f"{name} (account {account.id}): {available} available of {balance}{until}."


def _moved(result: ValueMoved) -> str:
    moved, balance = Money(result.amount_minor, result.currency), Money(result.balance_minor, result.currency)
    return f"{moved} on account {result.account_id}; it has {balance} now."


def _asked(result: OrderPaid) -> str:
    pending = Money(result.pending_minor, result.currency)
    return f"Order {result.order_id}: {pending} asked for."
