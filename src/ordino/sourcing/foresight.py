"""What sourcing will ask when an order is placed, asked before it is decided."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.engine.unit import FEW
from ordino.inventory.allocations import lock_levels_ahead
from ordino.orders.commands import PlaceOrder
from ordino.sourcing.facts import NetworkQuestion


def ask_before_placing(unit: Unit, commands: Sequence[PlaceOrder]) -> None:
    """Ask for the network, and for the stock where few orders come together: who decides on many would keep others waiting.

    Stock is not locked ahead of a customer's credit, nor for a checkout, which may have reserved units of other SKUs.
    """
    unit.foresee(
        NetworkQuestion(
            unit,
            now=unit.now,
            moments=[command.placed_at for command in commands if command.placed_at is not None],
            countries=[command.ship_to.country for command in commands],
        )
    )
    if len(commands) <= FEW and not any(
        command.reservation_owner or command.payment_terms == "on_invoice" for command in commands
    ):
        lock_levels_ahead(unit, sorted({line.sku for command in commands for line in command.lines}))
