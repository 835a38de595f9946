"""Purchases as a person reads them on a terminal."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console, stop_with
from ordino.kernel.money import Money, major_text
from ordino.procurement.commands import (
    DraftedPurchaseOrder,
    GoodsReceived,
    PurchaseOrderResult,
    SupplierInvoiceResult,
    SupplierResult,
)
from ordino.procurement.queries import (
    ItemView,
    PurchaseOrderSummary,
    PurchaseOrderView,
    SupplierInvoiceView,
    SupplierView,
)


def decimal(text: str) -> Decimal:
    """A plain decimal number; leaves where it is not one."""
    try:
        return Decimal(text)
    except InvalidOperation:
        stop_with("Not understood", f"{text!r} is not a number such as 4.10.")


def registered(result: SupplierResult) -> str:
    return f"Supplier {result.code} is {'registered' if result.created else 'up to date'}."


def drafted(result: DraftedPurchaseOrder) -> str:
    total = Money(result.total_minor, result.currency)
    return f"Purchase order {result.purchase_order_id} of {total} is {result.state}."


def asked(result: PurchaseOrderResult) -> str:
    return f"Purchase order {result.purchase_order_id} is {_words(result.state)}."


def received(result: GoodsReceived) -> str:
    """What was accepted and refused of each line."""
    parts = [
        f"{line.accepted} of line {line.line_number} accepted" + (f", {line.refused} refused" if line.refused else "")
        for line in result.lines
    ]
    return f"Receipt {result.receipt_id}: {'; '.join(parts)}. {asked(result)}"


def invoiced(result: SupplierInvoiceResult) -> str:
    total = Money(result.total_minor, result.currency)
    varies = f", it differs by {major_text(result.variance_minor, result.currency)}" if result.variance_minor else ""
    return f"Invoice {result.invoice_id} of {total} is {_words(result.state)}{varies}."


def print_suppliers(rows: Sequence[SupplierView]) -> None:
    table = _table("Supplier", "Name", "Currency", numbers=("Tolerance %", "Days", "SKUs", "Open orders"))
    for row in rows:
        figures = (
            f"{row.tolerance_percent.normalize():f}",
            str(row.payment_days),
            str(row.items),
            str(row.open_orders),
        )
        table.add_row(escape(row.code), escape(row.name), row.currency, *figures)
    console.print(table)


def print_items(rows: Sequence[ItemView]) -> None:
    table = _table("SKU", "Name", "Their code", numbers=("Price", "Minimum", "Days"))
    for row in rows:
        figures = (_price(row.unit_price), f"{row.minimum_quantity:,}", str(row.lead_time_days))
        table.add_row(escape(row.sku), escape(row.name), escape(row.supplier_code), *figures)
    console.print(table)


def print_purchase_orders(rows: Sequence[PurchaseOrderSummary]) -> None:
    table = _table("Order", "Supplier", "To", "State", "Drafted", "Next comes", numbers=("Ordered", "Came"))
    for row in rows:
        comes = f"{row.expected_at:%Y-%m-%d}" if row.expected_at else "nothing"
        words = (str(row.id), row.supplier, row.location, _words(row.state), f"{row.drafted_at:%Y-%m-%d}", comes)
        table.add_row(*map(escape, words), f"{row.ordered:,}", f"{row.received:,}")
    console.print(table)


def print_purchase_order(view: PurchaseOrderView) -> None:
    """One purchase order: its lines, what arrived, what was invoiced, what may be done now."""
    head = view.head
    answer = f" ({head.answer})" if head.answer else ""
    console.print(f"[bold]Purchase order {head.id}[/] of {escape(head.supplier)} is {_words(head.state)}{answer}")
    console.print(
        f"  to {escape(head.location)}, in {head.currency}, tolerance {head.tolerance_percent.normalize():f} %"
    )
    table = _table("Line", "SKU", "Comes", numbers=("Price", "Ordered", "Tolerated", "Came", "Refused", "Invoiced"))
    for line in view.lines:
        comes = f"{line.expected_at:%Y-%m-%d}" if line.expected_at else ""
        figures = (
            line.quantity,
            line.tolerance_quantity,
            line.received_quantity,
            line.refused_quantity,
            line.invoiced_quantity,
        )
        words = (str(line.number), escape(line.sku), comes, _price(line.unit_price))
        table.add_row(*words, *(f"{figure:,}" for figure in figures))
    console.print(table)
    for part in view.receipts:
        console.print(
            f"  receipt {part.receipt_id} {part.received_at:%Y-%m-%d}: {part.accepted:,} of line {part.line_number} accepted, "
            f"{part.refused:,} refused"
        )
    if view.invoices:
        print_invoices(view.invoices)
    console.print(f"  possible now: {', '.join(view.permitted) or 'nothing'}")


def print_invoices(rows: Sequence[SupplierInvoiceView]) -> None:
    table = _table("Invoice", "Order", "Supplier", "Number", "State", "Due", numbers=("Total", "Expected", "Variance"))
    for row in rows:
        words = (str(row.id), str(row.purchase_order_id), row.supplier, row.number, _words(row.state), f"{row.due_on}")
        amounts = (row.total_minor, row.expected_minor, row.variance_minor)
        table.add_row(*map(escape, words), *(f"{major_text(one, row.currency)} {row.currency}" for one in amounts))
    console.print(table)


def _price(price: Decimal) -> str:
    return f"{price.normalize():f}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _table(*names: str, numbers: Sequence[str]) -> Table:
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
