"""Orders as a person reads them on a terminal."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console, messages
from ordino.kernel.money import major_text
from ordino.kernel.quantity import quantity_text
from ordino.orders.commands import OrderAccepted
from ordino.orders.views import LineView, OrderSummary, OrderView, QueuedHold

BUCKETS = ("canceled", "unsourced", "backordered", "allocated", "released", "picked", "packed", "shipped")


def accepted(result: OrderAccepted) -> str:
    """An order after a command, in a sentence."""
    total = major_text(result.total_minor, result.currency)
    return f"Order {result.order_id} is {result.state}: version {result.version}, total {total} {result.currency}."


def print_orders(rows: Sequence[OrderSummary], *, limit: int) -> None:
    table = _table("Order", "Placed", "Channel", "Reference", "Customer", "State", "Goods", "Holds", total="Total")
    for row in rows:
        customer = row.customer_name or row.email or (str(row.customer_id) if row.customer_id else "")
        _add(
            table,
            str(row.id),
            _time(row.placed_at),
            row.channel,
            row.external_reference or "",
            customer,
            row.state,
            row.fulfillment_status,
            ", ".join(row.holds),
            f"{major_text(row.total_minor, row.currency)} {row.currency}",
        )
    console.print(table)
    if len(rows) == limit:
        messages.print(f"The newest {limit}; narrow the list, or show more with --limit.")
    elif not rows:
        messages.print("No order is like that.")


def print_holds(rows: Sequence[QueuedHold]) -> None:
    table = _table("Hold", "Order", "Reason", "Detail", "Owner", "Due", "Customer", total="Total")
    for row in rows:
        place = str(row.order_id) if row.line_number is None else f"{row.order_id}-{row.line_number}"
        total = f"{major_text(row.total_minor, row.currency)} {row.currency}"
        due = _time(row.due_at) if row.due_at else ""
        _add(table, str(row.id), place, row.reason, row.detail, row.owner, due, row.customer_name, total)
    console.print(table)
    if not rows:
        messages.print("Nothing is held.")


def print_order(view: OrderView) -> None:
    """The order's head, then each of its parts that has rows."""
    order = view.order
    console.print(
        f"[bold]Order {order.id}[/] {escape(order.state)}, {escape(order.fulfillment_status)}, v{order.version}"
    )
    for name, text in _facts(view):
        if text:
            console.print(f"  {name:<12}{escape(text)}")
    _print_lines(view)
    _print_money(view)
    _print_holds_of(view)
    _print_sources(view)
    _print_timeline(view)


def _facts(view: OrderView) -> Iterable[tuple[str, str]]:
    order, to = view.order, view.ship_to
    yield "channel", " ".join(part for part in (order.channel, order.external_reference) if part)
    yield "customer", ", ".join(part for part in (order.customer_name, order.email) if part)
    address = (
        to.recipient,
        to.company,
        to.street,
        to.district,
        f"{to.postal_code} {to.city}".strip(),
        to.region,
        to.country,
    )
    yield "ship to", ", ".join(part for part in address if part)
    yield "placed", _time(order.placed_at)
    due = f", due {_time(order.payment_due_at)}" if order.payment_due_at else ""
    yield "payment", order.payment_terms.replace("_", " ") + due
    yield "priority", str(order.priority) if order.priority else ""
    yield "note", order.note


def _print_lines(view: OrderView) -> None:
    currency = view.order.currency
    table = _table("Line", "SKU", "Description", "Units", "Where they are", total="Amount")
    for line in view.lines:
        units = quantity_text(line.ordered, line.quantity_scale)
        amount = major_text(line.amount_minor, currency)
        _add(table, f"{view.order.id}-{line.number}", line.sku, line.description, units, _where(line), amount)
    console.print(table)


def _where(line: LineView) -> str:
    counts = {bucket: getattr(line, bucket) for bucket in BUCKETS} | {"returned": line.returned}
    return ", ".join(f"{quantity_text(count, line.quantity_scale)} {name}" for name, count in counts.items() if count)


def _print_money(view: OrderView) -> None:
    order = view.order
    for discount in view.discounts:
        console.print(
            f"  {escape(discount.label)}: −{major_text(discount.amount_minor, order.currency)} {order.currency}"
        )
    for charge in view.charges:
        waived = ", waived" if charge.canceled else ""
        amount = major_text(charge.amount_minor, order.currency)
        console.print(f"  charge {charge.charge_number}, {escape(charge.label)}: {amount} {order.currency}{waived}")
    basis = "tax included" if order.prices_include_tax else "tax on top included"
    console.print(f"  [bold]Total {major_text(order.total_minor, order.currency)} {order.currency}[/], {basis}")


def _print_holds_of(view: OrderView) -> None:
    for hold in view.holds:
        where = "" if hold.line_number is None else f" of line {hold.line_number}"
        owner = f" ({hold.owner})" if hold.owner else ""
        color = "yellow" if hold.state == "open" else "dim"
        said = " ".join(part for part in (hold.detail, hold.note) if part)
        console.print(
            f"  [{color}]hold {hold.id} {escape(hold.reason + where)} {hold.state}{escape(owner)}[/] {escape(said)}"
        )


def _print_sources(view: OrderView) -> None:
    scales = {line.number: line.quantity_scale for line in view.lines}
    for row in view.allocations:
        units = quantity_text(row.quantity, scales[row.line_number])
        console.print(f"  line {row.line_number}: {units} from {escape(row.location)}")
    for part in view.promises:
        units = quantity_text(part.quantity, scales[part.line_number])
        day = f"delivered by {part.deliver_by}" if part.deliver_by else "no day known"
        console.print(f"  line {part.line_number}: {units} promised, {day} ({escape(part.source)})")


def _print_timeline(view: OrderView) -> None:
    table = _table("", "When", "What", "By", "Through")
    for happening in view.timeline:
        when = _time(happening.recorded_at)
        _add(table, str(happening.sequence), when, happening.event, happening.actor, happening.command)
    console.print(table)


def _table(*names: str, total: str | None = None) -> Table:
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    if total is not None:
        table.add_column(total, justify="right", no_wrap=True)
    return table


def _add(table: Table, *texts: str) -> None:
    table.add_row(*map(escape, texts))


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
