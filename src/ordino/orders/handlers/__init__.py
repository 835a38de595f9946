"""One file a verb: what each command on orders does."""

from ordino.orders.handlers import place_order

__all__ = ["place_order"]
