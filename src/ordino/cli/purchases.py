"""`ordino purchase`: what is bought, from the supplier's prices to the paid invoice."""

from datetime import UTC, datetime
from typing import Annotated, get_args

import typer

from ordino.cli import purchase_lists
from ordino.cli.asking import Preview, ask, read_number, read_pair
from ordino.cli.output import Json, stop_with
from ordino.cli.purchase_pages import asked, decimal, drafted, invoiced, received, registered
from ordino.procurement.commands import (
    AcknowledgePurchaseOrder,
    ApproveSupplierInvoice,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    DraftPurchaseOrder,
    PaySupplierInvoice,
    ReceivePurchaseOrder,
    RecordSupplierInvoice,
    RegisterSupplier,
    SendPurchaseOrder,
    SetSupplierItems,
)
from ordino.procurement.rows import Answer, ArrivedGoods, InvoicedGoods, LineDate, SupplierItem, WantedGoods

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

Number = Annotated[int, typer.Argument(help="The purchase order's number.", show_default=False)]
Invoice = Annotated[int, typer.Argument(help="The invoice's number here.", show_default=False)]
Supplier = Annotated[str, typer.Argument(help="The supplier's code.", show_default=False)]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], show_default=False)]


@app.callback()
def purchases() -> None:
    """Buy goods: suppliers, orders, receipts within a tolerance, invoices by three-way match.

    Every command that changes something has `--preview`, which carries it out and rolls it back, and `--json`.
    """


app.command()(purchase_lists.show)
app.command("list")(purchase_lists.list_command)
app.command()(purchase_lists.suppliers)
app.command()(purchase_lists.items)
app.command()(purchase_lists.invoices)


@app.command()
def supplier(
    code: Supplier,
    currency: Annotated[str, typer.Option(help="The currency of its prices, for example EUR.")],
    name: Annotated[str, typer.Option(help="Its name.")] = "",
    tolerance: Annotated[str, typer.Option(help="Percent beyond the ordered quantity that is accepted.")] = "0",
    days: Annotated[int, typer.Option(help="After how many days its invoices are due.")] = 30,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Make a supplier known, or change it.

    - `ordino purchase supplier ACME --currency EUR --name "Acme Ltd" --tolerance 2`
    """
    command = RegisterSupplier(
        code=code, name=name, currency=currency, tolerance_percent=decimal(tolerance), payment_days=days
    )
    ask([command], registered, preview=preview, as_json=as_json)


@app.command()
def item(
    supplier: Supplier,
    sku: Annotated[str, typer.Argument(help="The SKU's code.", show_default=False)],
    price: Annotated[str, typer.Argument(help="The price of one, without tax.", show_default=False)],
    code: Annotated[str, typer.Option(help="The supplier's own code.")] = "",
    minimum: Annotated[int, typer.Option(help="From how many units on it is sold.")] = 1,
    days: Annotated[int, typer.Option(help="How many days it takes to come.")] = 0,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Say what a supplier asks for a SKU.

    - `ordino purchase item ACME 85123A 4.00 --minimum 10 --days 14`
    """
    sold = SupplierItem(
        sku=sku, unit_price=decimal(price), supplier_code=code, minimum_quantity=minimum, lead_time_days=days
    )
    ask([SetSupplierItems(supplier=supplier, items=(sold,))], registered, preview=preview, as_json=as_json)


@app.command()
def draft(
    supplier: Supplier,
    lines: Annotated[list[str], typer.Argument(help="SKU=QUANTITY for each line.", show_default=False)],
    at: Annotated[str, typer.Option("--at", help="The location it comes to.", show_default=False)],
    tolerance: Annotated[str | None, typer.Option(help="Percent; the supplier's without it.")] = None,
    reference: Annotated[str, typer.Option(help="Your own reference.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Begin a purchase order.

    - `ordino purchase draft ACME 85123A=100 --at LON`
    """
    command = DraftPurchaseOrder(
        supplier=supplier,
        location=at,
        lines=tuple(map(_wanted, lines)),
        tolerance_percent=decimal(tolerance) if tolerance is not None else None,
        reference=reference,
    )
    ask([command], drafted, preview=preview, as_json=as_json)


@app.command()
def send(number: Number, preview: Preview = False, as_json: Json = False) -> None:
    """Say that the supplier has the order: its goods are expected from now on.

    - `ordino purchase send 12`
    """
    ask([SendPurchaseOrder(purchase_order_id=number)], asked, preview=preview, as_json=as_json)


@app.command()
def acknowledge(
    number: Number,
    dates: Annotated[list[str] | None, typer.Argument(help="LINE:DATE for each line that comes another day.")] = None,
    answer: Annotated[str, typer.Option(help=f"One of {', '.join(get_args(Answer))}.")] = "accepted",
    note: Annotated[str, typer.Option(help="What the supplier says.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Record what the supplier answered.

    - `ordino purchase acknowledge 12`
    - `ordino purchase acknowledge 12 1:2026-03-20 --answer changed`
    """
    known = {name: name for name in get_args(Answer)}
    if answer not in known:
        stop_with("There is no such answer", f"{answer}; the answers are {', '.join(known)}.")
    command = AcknowledgePurchaseOrder(
        purchase_order_id=number, answer=known[answer], dates=tuple(map(_date, dates or ())), note=note
    )
    ask([command], asked, preview=preview, as_json=as_json)


@app.command()
def receive(
    number: Number,
    lines: Annotated[list[str], typer.Argument(help="LINE:QUANTITY for each line.", show_default=False)],
    at: Annotated[str, typer.Option("--at", help="The location.", show_default=False)],
    reference: Annotated[str, typer.Option(help="The delivery note.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Take in what arrived; what is beyond the tolerance is refused.

    - `ordino purchase receive 12 1:60 --at LON --reference DN-4711`
    """
    command = ReceivePurchaseOrder(
        purchase_order_id=number, location=at, lines=tuple(map(_arrived, lines)), reference=reference
    )
    ask([command], received, preview=preview, as_json=as_json)


@app.command()
def close(
    number: Number,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """End an order of which something has come.

    - `ordino purchase close 12 --note "the rest is sold out"`
    """
    ask([ClosePurchaseOrder(purchase_order_id=number, note=note)], asked, preview=preview, as_json=as_json)


@app.command()
def cancel(
    number: Number, reason: Annotated[str, typer.Option(help="Why.")], preview: Preview = False, as_json: Json = False
) -> None:
    """End an order of which nothing has come.

    - `ordino purchase cancel 12 --reason "not needed"`
    """
    ask([CancelPurchaseOrder(purchase_order_id=number, reason=reason)], asked, preview=preview, as_json=as_json)


@app.command()
def invoice(
    number: Number,
    invoice: Annotated[str, typer.Argument(help="The supplier's number of the invoice.", show_default=False)],
    lines: Annotated[list[str], typer.Argument(help="LINE:QUANTITY:PRICE for each line.", show_default=False)],
    day: Day,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Match a supplier's invoice with what was ordered and came; any variance holds it.

    - `ordino purchase invoice 12 R-77 1:102:4.10 --day 2026-03-20`
    """
    command = RecordSupplierInvoice(
        purchase_order_id=number, number=invoice, lines=tuple(map(_billed, lines)), invoiced_on=day.date()
    )
    ask([command], invoiced, preview=preview, as_json=as_json)


@app.command()
def approve(
    invoice: Invoice,
    reason: Annotated[str, typer.Option(help="Why, where it is held.")] = "",
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Let a supplier's invoice be paid.

    - `ordino purchase approve 7 --reason "price rise was agreed"`
    """
    ask([ApproveSupplierInvoice(invoice_id=invoice, reason=reason)], invoiced, preview=preview, as_json=as_json)


@app.command()
def pay(
    invoice: Invoice,
    reference: Annotated[str, typer.Option(help="The payment's reference.")],
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Record that a supplier's invoice was paid.

    - `ordino purchase pay 7 --reference T-2026-81`
    """
    ask([PaySupplierInvoice(invoice_id=invoice, reference=reference)], invoiced, preview=preview, as_json=as_json)


def _wanted(text: str) -> WantedGoods:
    sku, found, quantity = text.rpartition("=")
    if not found:
        stop_with("Not understood", f"{text!r} is not SKU=QUANTITY.")
    return WantedGoods(sku=sku, quantity=read_number(quantity, "a quantity"))


def _arrived(text: str) -> ArrivedGoods:
    line, quantity = read_pair(text, "LINE:QUANTITY")
    return ArrivedGoods(line_number=line, quantity=read_number(quantity, "a quantity"))


def _billed(text: str) -> InvoicedGoods:
    line, rest = read_pair(text, "LINE:QUANTITY:PRICE")
    quantity, price = read_pair(rest, "QUANTITY:PRICE")
    return InvoicedGoods(line_number=line, quantity=quantity, unit_price=decimal(price))


def _date(text: str) -> LineDate:
    line, day = read_pair(text, "LINE:DATE")
    try:
        expected_at = datetime.fromisoformat(day)
    except ValueError:
        stop_with("Not understood", f"{day!r} is not a date such as 2026-03-20.")
    return LineDate(
        line_number=line, expected_at=expected_at if expected_at.tzinfo else expected_at.replace(tzinfo=UTC)
    )
