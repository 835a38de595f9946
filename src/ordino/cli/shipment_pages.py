"""Shipments as a person reads them on a terminal."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console
from ordino.delivery.commands import ShipmentResult
from ordino.delivery.views import ShipmentSummary, ShipmentView, TrackingView
from ordino.kernel.money import major_text
from ordino.kernel.quantity import quantity_text


def said_of(result: ShipmentResult) -> str:
    """A shipment after a command, in a sentence."""
    way = f" by {result.carrier} {result.service}" if result.carrier else ""
    number = f", tracking number {result.tracking_number}" if result.tracking_number else ""
    return f"Shipment {result.shipment_id} of order {result.order_id} is {_words(result.state)}{way}{number}."


def print_shipments(rows: Sequence[ShipmentSummary]) -> None:
    table = _table("Shipment", "Order", "State", "At", "Way", "Tracking", "Created")
    for row in rows:
        table.add_row(
            str(row.id),
            str(row.order_id),
            _words(row.state),
            escape(row.location),
            escape(f"{row.carrier} {row.service}".strip() or row.method),
            escape(row.tracking_number or ""),
            f"{row.created_at:%Y-%m-%d %H:%M}",
        )
    console.print(table)


def print_shipment(view: ShipmentView) -> None:
    """What it is, what it holds, why this way, and what happened on it."""
    row = view.shipment
    console.print(f"[bold]Shipment {row.id}[/] of order {row.order_id}, {_words(row.state)}")
    way = f"{row.carrier} {row.service}".strip() or row.method
    cost = "" if row.cost_minor is None else f", {major_text(row.cost_minor, row.currency)} {row.currency}"
    console.print(
        escape(f"From {row.location} by {way}{cost}; {row.parcels} parcels, {quantity_text(row.weight_grams, 3)} kg")
    )
    if row.tracking_number:
        console.print(escape(f"Tracking number {row.tracking_number}"))
    if row.how:
        console.print(escape(" ".join(filter(None, (f"Delivered: {row.how}", row.signed_by, row.photo)))))
    for line in view.lines:
        quantity = quantity_text(line.quantity, line.quantity_scale)
        console.print(escape(f"  {quantity} × {line.sku} {line.description} in {line.sscc}"))
    for candidate in view.candidates:
        price = f"{major_text(candidate.cost_minor, candidate.currency)} {candidate.currency}"
        mark = "→" if candidate.chosen else " "
        day = f"{candidate.arrives_on:%Y-%m-%d}" if candidate.arrives_on else "no date"
        words = f"{candidate.carrier} {candidate.service}, {price}, {day}: {candidate.reason}"
        console.print(escape(f"  {mark} {words}"))
    print_timeline(view.tracking)
    if view.permitted:
        console.print(f"Possible now: {', '.join(view.permitted)}")


def print_timeline(rows: Sequence[TrackingView]) -> None:
    if not rows:
        return
    table = _table("When", "What", "Where", "Detail", "Told by")
    for row in rows:
        words = (_words(row.status), row.place, row.detail, row.recorded_by)
        table.add_row(f"{row.occurred_at:%Y-%m-%d %H:%M}", *map(escape, words))
    console.print(table)


def _words(state: str) -> str:
    return state.replace("_", " ")


def _table(*names: str) -> Table:
    return Table(*names, box=None, pad_edge=False, header_style="bold")
