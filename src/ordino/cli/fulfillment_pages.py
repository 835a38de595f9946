"""Fulfillment as a person reads it on a terminal."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console, messages
from ordino.fulfillment.commands import FulfillmentState, PackageAccepted, PickBatchResult, Planned
from ordino.fulfillment.queries import FulfillmentLineView, FulfillmentOrderView, PackageView, PickStop


def planned(result: Planned) -> str:
    """What became of an order, in a sentence."""
    numbers = ", ".join(map(str, result.fulfillment_order_ids))
    return f"Order {result.order_id}: {result.quantity} units in fulfillment order {numbers}."


def fulfilled(result: FulfillmentState) -> str:
    """A fulfillment order after a command, in a sentence."""
    missing = f" {result.short} were not there and are sourced elsewhere." if result.short else ""
    return (
        f"Fulfillment order {result.fulfillment_order_id} of order {result.order_id} is {result.state}: "
        f"{result.quantity} units.{missing}"
    )


def closed(result: PackageAccepted) -> str:
    """A package after a command, in a sentence."""
    box = f" in box {result.box}" if result.box else ""
    return (
        f"Package {result.package_id} ({result.sscc}){box}, {result.weight_grams} g; "
        f"fulfillment order {result.fulfillment_order_id} is {result.state}."
    )


def walked(result: PickBatchResult) -> str:
    """A pick batch after a command, in a sentence."""
    orders = len(result.fulfillment_order_ids)
    return (
        f"Pick batch {result.pick_batch_id} is {result.state}: {orders} fulfillment orders, {result.left} units left."
    )


def print_fulfillment_orders(rows: Sequence[FulfillmentOrderView]) -> None:
    table = _table(
        "Number", "Order", "Location", "Method", "State", "Batch", "Held", "Units", "Picked", "Packed", "Shipped"
    )
    for row in rows:
        _add(
            table,
            row.id,
            row.order_id,
            row.location,
            row.method,
            row.state,
            row.pick_batch_id or "",
            "yes" if row.held else "",
            row.quantity,
            row.picked,
            row.packed,
            row.shipped,
        )
    console.print(table)
    if not rows:
        messages.print("No fulfillment order is like that.")


def print_fulfillment_order(
    found: FulfillmentOrderView, lines: Sequence[FulfillmentLineView], packages: Sequence[PackageView]
) -> None:
    """The fulfillment order, its lines, its packages."""
    print_fulfillment_orders([found])
    table = _table("Line", "SKU", "Name", "Bin", "Units", "Picked", "Packed", "Shipped", "Short", "Withdrawn")
    for line in lines:
        _add(
            table,
            line.line_number,
            line.sku,
            line.name,
            line.bin,
            line.quantity,
            line.picked,
            line.packed,
            line.shipped,
            line.short,
            line.withdrawn,
        )
    console.print(table)
    if packages:
        boxes = _table("Package", "SSCC", "Box", "Grams", "State", "Shipment", "Units")
        for package in packages:
            _add(
                boxes,
                package.id,
                package.sscc,
                package.box,
                package.weight_grams,
                package.state,
                package.shipment_id or "",
                package.quantity,
            )
        console.print(boxes)


def print_pick_list(stops: Sequence[PickStop]) -> None:
    table = _table("Bin", "SKU", "Name", "Barcode", "Take", "For", "Order line")
    for stop in stops:
        _add(
            table,
            stop.bin,
            stop.sku,
            stop.name,
            stop.barcode,
            stop.quantity,
            stop.fulfillment_order_id,
            f"{stop.order_id}-{stop.line_number}",
        )
    console.print(table)
    if not stops:
        messages.print("Nothing is left to pick.")


def _table(*names: str) -> Table:
    return Table(*names, box=None, pad_edge=False, header_style="bold")


def _add(table: Table, *cells: object) -> None:
    table.add_row(*(escape(str(cell)) for cell in cells))
