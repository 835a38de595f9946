"""One file a verb: what each command on orders does."""

from ordino.orders.handlers import (
    cancel_order,
    change_order,
    confirm_order,
    draft_order,
    hold_order,
    merge_orders,
    place_draft,
    place_order,
    prioritize_order,
    split_order,
)

__all__ = [
    "cancel_order",
    "change_order",
    "confirm_order",
    "draft_order",
    "hold_order",
    "merge_orders",
    "place_draft",
    "place_order",
    "prioritize_order",
    "split_order",
]
