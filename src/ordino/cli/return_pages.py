"""Returns as a person reads them on a terminal."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console
from ordino.kernel.money import major_text
from ordino.returns.commands import ReturnRefund, ReturnResult
from ordino.returns.views import HabitualReturner, ReasonCount, ReturnableLine, ReturnSummary, ReturnView


def asked(result: ReturnResult) -> str:
    return f"Return {result.return_id} of order {result.order_id} is {_words(result.state)}."


def refunded(result: ReturnRefund) -> str:
    """What goes back, and how it comes to that."""
    parts = [f"goods {major_text(result.goods_minor, result.currency)}"]
    if result.charges_minor:
        parts.append(f"shipping {major_text(result.charges_minor, result.currency)}")
    if result.fee_minor:
        parts.append(f"less a fee of {major_text(result.fee_minor, result.currency)}")
    amount = major_text(result.refund_minor, result.currency)
    return f"Return {result.return_id}: {amount} {result.currency} go to {_words(result.to)} ({', '.join(parts)})."


def print_returns(rows: Sequence[ReturnSummary]) -> None:
    table = _table("Return", "Order", "State", "Customer", "Asked", numbers=("Units", "Came", "Refund"))
    for row in rows:
        words = (str(row.id), str(row.order_id), _words(row.state), row.customer_name, f"{row.requested_at:%Y-%m-%d}")
        refund = f"{major_text(row.refunded_minor, row.currency)} {row.currency}"
        table.add_row(*map(escape, words), f"{row.units:,}", f"{row.received:,}", refund)
    console.print(table)


def print_return(view: ReturnView) -> None:
    """One return: its terms, its units, where they came in, its money, what may be done now."""
    head = view.head
    console.print(f"[bold]Return {head.id}[/] of order {head.order_id} is {_words(head.state)}")
    console.print(f"  expected until {head.expected_until:%Y-%m-%d}, label {escape(head.label_number or 'none')}")
    table = _table(
        "Line",
        "SKU",
        "Reason",
        numbers=(
            "Units",
            "Expected",
            "Came",
            "Restocked",
            "Damaged",
            "Scrap",
            "Vendor",
            "Back",
            "Accepted",
            "Refunded",
        ),
    )
    for line in view.lines:
        figures = (
            line.quantity,
            line.expected,
            line.received,
            line.restocked,
            line.refurbished,
            line.scrapped,
            line.to_vendor,
            line.sent_back,
            line.accepted,
            line.refunded,
        )
        table.add_row(str(line.line_number), escape(line.sku), _words(line.reason), *(f"{one:,}" for one in figures))
    console.print(table)
    for receipt in view.receipts:
        console.print(
            f"  {receipt.received:,} of line {receipt.line_number} came in at {escape(receipt.location)}, "
            f"{receipt.inspected:,} inspected"
        )
    for refund in view.refunds:
        amount = f"{major_text(refund.refund_minor, head.currency)} {head.currency}"
        console.print(f"  {amount} to {_words(refund.to)} by {escape(refund.decided_by)} {refund.decided_at:%Y-%m-%d}")
    console.print(f"  possible now: {', '.join(view.permitted) or 'nothing'}")


def print_returnable(rows: Sequence[ReturnableLine]) -> None:
    table = _table("Line", "SKU", "Until", "Against it", numbers=("Delivered", "Returnable"))
    for row in rows:
        until = f"{row.until:%Y-%m-%d}" if row.until else "no limit"
        words = (str(row.line_number), row.sku, until, ", ".join(row.reasons) or "nothing")
        table.add_row(*map(escape, words), f"{row.delivered:,}", f"{row.returnable:,}")
    console.print(table)


def print_reasons(rows: Sequence[ReasonCount]) -> None:
    table = _table("Reason", "SKU", numbers=("Returns", "Units"))
    for row in rows:
        table.add_row(_words(row.reason), escape(row.sku), f"{row.returns:,}", f"{row.units:,}")
    console.print(table)


def print_returners(rows: Sequence[HabitualReturner]) -> None:
    table = _table("Customer", "Name", numbers=("Orders", "Delivered", "Returned", "Percent"))
    for row in rows:
        figures = (f"{row.orders:,}", f"{row.delivered:,}", f"{row.returned:,}", f"{row.returned_percent}")
        table.add_row(str(row.customer_id), escape(row.customer_name), *figures)
    console.print(table)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _table(*names: str, numbers: Sequence[str]) -> Table:
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
