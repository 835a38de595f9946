"""Invoices and credit notes as a person reads them on a terminal."""

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from ordino.billing.views import DocumentSummary, DocumentView
from ordino.cli.output import console, messages, stop_with
from ordino.kernel.money import major_text
from ordino.kernel.quantity import quantity_text


def print_documents(rows: Sequence[DocumentSummary]) -> None:
    """One row a document."""
    table = Table("Number", "Kind", "Order", "Customer", "State", "Issued", "Due", box=None, header_style="bold")
    table.add_column("Total", justify="right", no_wrap=True)
    table.add_column("Open", justify="right", no_wrap=True)
    for row in rows:
        texts = (
            row.number,
            row.kind,
            str(row.order_id),
            row.buyer_name,
            row.state.replace("_", " "),
            str(row.issued_on),
            str(row.due_on or ""),
            f"{major_text(row.total_minor, row.currency)} {row.currency}",
            major_text(row.open_minor, row.currency),
        )
        table.add_row(*map(escape, texts))
    console.print(table)
    if not rows:
        messages.print("There is none.")


def print_document(view: DocumentView) -> None:
    """The document's head, its lines, its taxes."""
    head = view.head
    console.print(f"[bold]{escape(head.number)}[/] {escape(head.kind)}, {escape(head.state.replace('_', ' '))}")
    due = f", due {head.due_on}" if head.due_on is not None else ""
    console.print(f"  order {head.order_id}, issued {head.issued_on}{due}, {escape(head.buyer_name)}")
    table = Table("", "SKU", "Description", "Units", "VAT %", box=None, header_style="bold")
    for name in ("Net", "VAT", "Gross"):
        table.add_column(name, justify="right", no_wrap=True)
    for line in view.lines:
        money = (line.net_minor, line.tax_minor, line.total_minor)
        table.add_row(
            str(line.position),
            escape(line.sku),
            escape(line.description),
            quantity_text(line.quantity, line.quantity_scale),
            f"{line.tax_rate.normalize():f}",
            *(major_text(amount, head.currency) for amount in money),
        )
    console.print(table)
    for group in view.taxes:
        net, tax = (major_text(amount, head.currency) for amount in (group.net_minor, group.tax_minor))
        console.print(f"  {group.tax_rate.normalize():f} %: net {net}, VAT {tax}")
    total, left = (major_text(amount, head.currency) for amount in (head.total_minor, head.open_minor))
    console.print(f"  [bold]Total {total} {head.currency}[/], open {left}")


def write_pdf(path: Path, content: bytes) -> None:
    """Write the file and say so; leaves where it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        stop_with("The file cannot be written", f"{path}: {error.strerror or error}")
    console.print(f"Written to {escape(str(path))}.")
