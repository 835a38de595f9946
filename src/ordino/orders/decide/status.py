"""Statuses derived from facts: pure functions, checked against the cached ones by the audit."""

from collections.abc import Sequence

from ordino.kernel.messages import Record


class LineBuckets(Record, frozen=True):
    """Where the units of a line are."""

    ordered: int
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int
    delivered: int


def fulfillment_status(lines: Sequence[LineBuckets]) -> str:
    """How far the units of an order have come; only units that are not canceled count."""
    open_units = shipped = delivered = in_work = allocated = backordered = 0
    for line in lines:
        open_units += line.ordered - line.canceled
        shipped += line.shipped
        delivered += line.delivered
        in_work += line.released + line.picked + line.packed
        allocated += line.allocated
        backordered += line.backordered
    if open_units == 0:
        return "canceled"
    if delivered == open_units:
        return "delivered"
    if shipped == open_units:
        return "shipped"
    if shipped:
        return "partial"
    if in_work:
        return "in_progress"
    if allocated == open_units:
        return "allocated"
    if allocated:
        return "partially_allocated"
    return "backordered" if backordered == open_units else "unsourced"
