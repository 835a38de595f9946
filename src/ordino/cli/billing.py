"""`ordino invoice`: invoices, incoming transfers, and who issues documents."""

from pathlib import Path
from typing import Annotated

import typer

from ordino.billing.commands import (
    BookedTransfer,
    IssuedInvoice,
    IssueInvoice,
    MerchantSet,
    RecordTransfer,
    SetMerchant,
)
from ordino.billing.lifecycle import OPEN_INVOICE
from ordino.billing.queries import DocumentFilter, invoice, invoices
from ordino.billing.rows import InvoicedUnits
from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.billing_pages import print_document, print_documents, write_pdf
from ordino.cli.output import Json, print_json, refuse, stop_with
from ordino.cli.session import open_engine
from ordino.engine import Window
from ordino.kernel.money import Money, major_text, read_amount
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.orders.rows import PostalAddress

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[str, typer.Argument(help="The invoice's number.", show_default=False)]
Units = Annotated[list[str] | None, typer.Argument(help="LINE:UNITS; everything that is left without it.")]


@app.callback()
def invoices_app() -> None:
    """What customers owe: documents with gapless numbers that are never changed, only credited.

    An order's shipments are invoiced by themselves, or the whole order with its first shipment where its channel says so.
    """


@app.command(name="list")
def list_invoices(
    order: Annotated[int | None, typer.Option(help="Only those of an order.")] = None,
    customer: Annotated[int | None, typer.Option(help="Only those of a customer.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not paid.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 50,
    as_json: Json = False,
) -> None:
    """List invoices, the newest first.

    - `ordino invoice list --open`
    - `ordino invoice list --order 10482`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        wanted = DocumentFilter(OPEN_INVOICE if open_only else (), order_id=order, customer_id=customer)
        rows = invoices(reader, wanted, Window(limit))
    if as_json:
        print_json(rows)
    else:
        print_documents(rows)


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show an invoice with its lines and taxes.

    - `ordino invoice show INV-2026-000042`
    """
    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = invoice(reader, number)
    if view is None:
        refuse(NotFound(what="invoice", reference=number), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        print_document(view)


@app.command()
def issue(
    order: Annotated[int, typer.Argument(help="The order's number.", show_default=False)],
    units: Units = None,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Invoice what no invoice has yet, or the units that are named.

    - `ordino invoice issue 10482 --preview`
    - `ordino invoice issue 10482 1:2 3:1`
    """
    pairs = [read_pair(text, "LINE:UNITS such as 2:5") for text in units or ()]
    lines = tuple(InvoicedUnits(line, read_number(quantity, "a number of units")) for line, quantity in pairs)
    ask([IssueInvoice(order_id=order, lines=lines)], _issued, preview=preview, as_json=as_json)


@app.command()
def pdf(
    number: Number,
    out: Annotated[Path | None, typer.Option(help="Where to; the number with .pdf without it.")] = None,
) -> None:
    """Write an invoice as PDF, in the customer's language.

    - `ordino invoice pdf INV-2026-000042 --out invoice.pdf`
    """
    from ordino.adapters.documents.invoice import invoice_pdf  # noqa: PLC0415 - typesetting is loaded for paper only

    with open_engine(maximum_connections=1) as engine, engine.reader() as reader:
        view = invoice(reader, number)
    if view is None:
        refuse(NotFound(what="invoice", reference=number))
    write_pdf(out or Path(f"{number}.pdf"), invoice_pdf(view))


@app.command()
def transfer(
    customer: Annotated[int, typer.Argument(help="The customer's number.", show_default=False)],
    amount: Annotated[str, typer.Argument(help="As the bank states it: 150.00.", show_default=False)],
    currency: Annotated[str, typer.Option(help="The currency.", show_default=False)],
    bank_reference: Annotated[str, typer.Option(help="The bank's name of the transfer; it counts once.")],
    invoice_number: Annotated[list[str] | None, typer.Option("--invoice", help="The invoices it names.")] = None,
    text: Annotated[str, typer.Option(help="What the customer wrote.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Book a bank transfer: it pays the invoices it names, or those that are due first.

    - `ordino invoice transfer 17 150.00 --currency EUR --bank-reference 2026-03-02/7`
    """
    money = read_amount(amount, currency)
    if isinstance(money, InvalidInput):
        stop_with("Not understood", money.detail())
    command = RecordTransfer(
        customer_id=customer,
        amount_minor=money.minor,
        currency=currency,
        bank_reference=bank_reference,
        text=text,
        invoices=tuple(invoice_number or ()),
    )
    ask([command], _booked, preview=preview, as_json=as_json)


@app.command()
def merchant(
    name: Annotated[str, typer.Option(help="Who issues the documents.", show_default=False)],
    street: Annotated[str, typer.Option(help="Street and number.")] = "",
    postal_code: Annotated[str, typer.Option(help="Postal code.")] = "",
    city: Annotated[str, typer.Option(help="City.")] = "",
    country: Annotated[str, typer.Option(help="Country, two letters.")] = "",
    vat_id: Annotated[str, typer.Option(help="VAT number.")] = "",
    registration: Annotated[str, typer.Option(help="Entry in the register of companies.")] = "",
    email: Annotated[str, typer.Option(help="For questions about documents.")] = "",
    phone: Annotated[str, typer.Option(help="For questions about documents.")] = "",
    website: Annotated[str, typer.Option(help="Website.")] = "",
    bank_name: Annotated[str, typer.Option(help="Name of the bank.")] = "",
    iban: Annotated[str, typer.Option(help="Account.")] = "",
    bic: Annotated[str, typer.Option(help="The bank's code.")] = "",
    language: Annotated[str, typer.Option(help="Of documents to customers without one: en, de.")] = "en",
    time_zone: Annotated[str, typer.Option(help="Decides the day on documents.")] = "UTC",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say who issues documents from now on; what was issued keeps what it says.

    - `ordino invoice merchant --name "Kontor & Söhne" --city Hamburg --country DE --time-zone Europe/Berlin`
    """
    command = SetMerchant(
        name=name,
        address=PostalAddress(street=street, postal_code=postal_code, city=city, country=country),
        vat_id=vat_id,
        registration=registration,
        email=email,
        phone=phone,
        website=website,
        bank_name=bank_name,
        iban=iban,
        bic=bic,
        language=language,
        time_zone=time_zone,
    )
    ask([command], _set, preview=preview, as_json=as_json)


def _issued(result: IssuedInvoice) -> str:
    if result.invoice_id is None:
        return f"Everything of order {result.order_id} is invoiced already."
    total, tax = (major_text(amount, result.currency) for amount in (result.total_minor, result.tax_minor))
    return f"Invoice {result.number} of order {result.order_id}: {total} {result.currency}, VAT {tax}."


def _booked(result: BookedTransfer) -> str:
    money = [(part.order_id, Money(part.amount_minor, result.currency)) for part in result.parts]
    parts = ", ".join(f"{amount} to order {order_id}" for order_id, amount in money)
    left = Money(result.on_account_minor, result.currency)
    return f"Transfer {result.transfer_id}: {parts or 'nothing is open'}; {left} on the customer's account."


def _set(result: MerchantSet) -> str:
    return f"Documents are issued under merchant record {result.merchant_id} from now on."
