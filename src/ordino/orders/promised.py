"""The first day on which something of an order is promised to leave: whoever writes promises says it here."""

from collections.abc import Collection, Mapping
from datetime import date

from ordino.engine import Unit
from ordino.orders.pending import PendingOrders, derive_ship_by


def promised_first(unit: Unit, first_days: Mapping[int, date | None]) -> None:
    """Say it on orders whose lines were promised for the first time, with the first of these days.

    An order that was placed in this transaction has no other promises, and is told in memory.
    """
    pending = unit.pending(PendingOrders)
    written = []
    for order_id, day in first_days.items():
        order = pending.order(order_id)
        if order is None:
            written.append(order_id)
        else:
            order.ship_by = day
    derive_ship_by(unit, written)


def promised_anew(unit: Unit, order_ids: Collection[int]) -> None:
    """Say it on orders whose promises were replaced: at once, or as soon as they are written."""
    pending = unit.pending(PendingOrders)
    derive_ship_by(unit, [order_id for order_id in order_ids if not pending.promised_again(order_id)])
