"""Stock as a person reads it on a terminal."""

from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from ordino.cli.output import console
from ordino.inventory.decide.availability import PromiseStep
from ordino.inventory.queries import LevelView, MovementView


def print_levels(rows: Sequence[LevelView]) -> None:
    table = _table("SKU", "Location", numbers=("On hand", "Reserved", "Allocated", "Set aside", "Safety", "Available"))
    for row in rows:
        figures = (row.on_hand, row.reserved, row.allocated, row.unavailable, row.safety_stock, row.available)
        table.add_row(escape(row.sku), escape(row.location), *(f"{figure:,}" for figure in figures))
    console.print(table)


def print_steps(steps: Mapping[str, Sequence[PromiseStep]], moved: Sequence[MovementView]) -> None:
    """What can be promised from when on, by location; then the last movements."""
    for location, of_location in steps.items():
        for step in of_location:
            console.print(f"  {step.quantity:,} can be promised at {escape(location)} from {step.at:%Y-%m-%d %H:%M} on")
    if not moved:
        return
    table = _table("When", "From", "To", "Reason", numbers=("Units",))
    for row in moved:
        words = (f"{row.occurred_at:%Y-%m-%d %H:%M}", row.from_account, row.to_account, row.reason)
        table.add_row(*map(escape, words), f"{row.quantity:,}")
    console.print(table)


def _table(*names: str, numbers: Sequence[str]) -> Table:
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
