"""`ordino credit-note`: what customers no longer owe."""

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from ordino.billing.commands import IssueCreditNote, IssuedCreditNote
from ordino.billing.lifecycle import OPEN_CREDIT_NOTE
from ordino.billing.queries import DocumentFilter, credit_note, credit_notes
from ordino.billing.rows import CreditedUnits
from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.billing_pages import print_document, print_documents, write_pdf
from ordino.cli.output import Json, print_json, refuse
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.money import major_text
from ordino.kernel.problems import NotFound

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[str, typer.Argument(help="The credit note's number.", show_default=False)]


@app.callback()
def credit_notes_app() -> None:
    """What customers no longer owe: units and charges given back, or canceled after they were invoiced.

    Returns and cancellations issue their credit notes by themselves; these commands are for what a person decides.
    """


@app.command(name="list")
def list_credit_notes(
    order: Annotated[int | None, typer.Option(help="Only those of an order.")] = None,
    customer: Annotated[int | None, typer.Option(help="Only those of a customer.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not settled.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 50,
    as_json: Json = False,
) -> None:
    """List credit notes, the newest first.

    - `ordino credit-note list --order 10482`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        wanted = DocumentFilter(OPEN_CREDIT_NOTE if open_only else (), order_id=order, customer_id=customer)
        rows = credit_notes(reader, wanted, Window(limit))
    if as_json:
        print_json(rows)
    else:
        print_documents(rows)


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show a credit note with its lines and taxes.

    - `ordino credit-note show CN-2026-000007`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = credit_note(reader, number)
    if view is None:
        refuse(NotFound(what="credit note", reference=number), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        print_document(view)


@app.command()
def issue(
    order: Annotated[int, typer.Argument(help="The order's number.", show_default=False)],
    units: Annotated[list[str] | None, typer.Argument(help="LINE:UNITS that are credited.")] = None,
    charge: Annotated[list[int] | None, typer.Option(help="The number of a charge that is credited.")] = None,
    fee_minor: Annotated[int, typer.Option(min=0, help="A fee that is taken off, in minor units.")] = 0,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)] = "returned",
    pay_out: Annotated[
        str, typer.Option(help="Where what is left goes: original or store_credit; nowhere without it.")
    ] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Credit units and charges that were invoiced.

    - `ordino credit-note issue 10482 1:1 --reason "arrived broken" --pay-out original`
    - `ordino credit-note issue 10482 --charge 1 --preview`
    """
    if pay_out not in ("", "original", "store_credit"):
        raise typer.BadParameter("original or store_credit", param_hint="--pay-out")
    pairs = [read_pair(text, "LINE:UNITS such as 2:5") for text in units or ()]
    command = IssueCreditNote(
        order_id=order,
        lines=tuple(CreditedUnits(line, read_number(quantity, "a number of units")) for line, quantity in pairs),
        charges=tuple(charge or ()),
        fee_minor=fee_minor,
        reason=reason,
        pay_out=cast(Literal["", "original", "store_credit"], pay_out),
    )
    ask([command], _issued, preview=preview, as_json=as_json)


@app.command()
def pdf(
    number: Number,
    out: Annotated[Path | None, typer.Option(help="Where to; the number with .pdf without it.")] = None,
) -> None:
    """Write a credit note as PDF, in the customer's language.

    - `ordino credit-note pdf CN-2026-000007`
    """
    from ordino.adapters.documents.invoice import credit_note_pdf  # noqa: PLC0415 - typesetting is loaded for paper only

    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = credit_note(reader, number)
    if view is None:
        refuse(NotFound(what="credit note", reference=number))
    write_pdf(out or Path(f"{number}.pdf"), credit_note_pdf(view))


def _issued(result: IssuedCreditNote) -> str:
    total, fee = (major_text(amount, result.currency) for amount in (result.total_minor, result.fee_minor))
    less = f", less a fee of {fee}" if result.fee_minor else ""
    return f"Credit note {result.number} of order {result.order_id}: {total} {result.currency}{less}."
