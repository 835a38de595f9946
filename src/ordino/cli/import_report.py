"""How an import's answer is shown to a person."""

from decimal import Decimal

from rich.markup import escape
from rich.table import Table

from ordino.adapters.importing.figures import CategoryTotal, Reconciliation
from ordino.adapters.importing.report import ImportOptions, ImportReport
from ordino.cli.output import console, messages


def print_report(report: ImportReport, options: ImportOptions) -> None:
    """Counts, the reconciliation of orders, and the first errors with where the others are."""
    done = "would be added or are there" if report.dry_run else "added"
    what = "receipts" if report.kind == "stock" else report.kind
    there = "" if report.dry_run else f", {report.already_there} there already"
    counts = f"{report.added} {what} {done}{there}, {report.errors} errors"
    console.print(f"[bold]{escape(report.title)}[/]: {counts}", soft_wrap=True)
    if report.reconciliation is not None:
        print_reconciliation(report.reconciliation)
        if report.reconciliation.listed or report.reconciliation.noted:
            console.print(f"Listed lines: {escape(str(options.listed))}")
    for problem in report.first_errors:
        messages.print(f"[red]{escape(problem.detail())}[/]", soft_wrap=True)
    if report.errors:
        messages.print(f"All {report.errors} errors with line and field: {escape(str(options.errors))}")


def print_reconciliation(found: Reconciliation) -> None:
    """The account of the file: what was captured and listed adds up to its sum."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Reconciliation")
    table.add_column("Lines", justify="right")
    table.add_column("Amount", justify="right")
    captured = found.captured
    _add(table, "goods captured", captured.goods, captured.lines)
    _add(table, "discounts captured", -captured.discounts)
    _add(table, "shipping captured", captured.shipping)
    _add(table, "fees captured", captured.fees)
    _add(table, "tax captured", captured.tax)
    _add(table, "rounding to the minor unit", captured.rounding)
    _add_all(table, "listed", found.listed)
    _add(table, "refused", found.refused_amount, found.refused_lines)
    _add(table, "sum of the file", found.file_total, found.file_lines, style="bold")
    _add(table, "difference", found.difference, style="bold green" if not found.difference else "bold red")
    if found.unreadable_lines:
        table.add_row("lines whose amount cannot be read", str(found.unreadable_lines), "")
    for note in found.noted:
        table.add_row(f"of these captured, worth a look: {escape(note.category)}", str(note.lines), f"{note.amount:,f}")
    console.print(table)


def _add_all(table: Table, word: str, categories: tuple[CategoryTotal, ...]) -> None:
    for category in categories:
        _add(table, f"{word}: {category.category}", category.amount, category.lines)


def _add(table: Table, label: str, amount: Decimal, lines: int | None = None, style: str = "") -> None:
    if amount or lines or style:
        table.add_row(escape(label), "" if lines is None else f"{lines:,}", f"{amount:,f}", style=style)
