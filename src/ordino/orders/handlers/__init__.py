"""One file a verb: what each command on orders does."""

from ordino.orders.handlers import (
    cancel_order,
    change_order,
    confirm_order,
    hold_order,
    place_order,
    prioritize_order,
)

__all__ = ["cancel_order", "change_order", "confirm_order", "hold_order", "place_order", "prioritize_order"]
