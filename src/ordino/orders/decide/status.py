"""Statuses derived from facts: pure functions, checked against the cached ones by the audit."""

from collections.abc import Sequence

from ordino.kernel.messages import Record

FULFILLMENT_STATUSES = (
    "unsourced",
    "backordered",
    "partially_allocated",
    "allocated",
    "in_progress",
    "partial",
    "shipped",
    "delivered",
    "canceled",
)


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
    return_expected: int = 0
    returned: int = 0
    written_off: int = 0


def fulfillment_status(lines: Sequence[LineBuckets]) -> str:
    """How far the units of an order have come; only units that are not canceled count.

    A unit that was lost on its way is written off: it waits for nothing any more.
    """
    open_units = shipped = arrived = in_work = allocated = backordered = 0
    for line in lines:
        open_units += line.ordered - line.canceled
        shipped += line.shipped
        arrived += line.delivered + line.written_off
        in_work += line.released + line.picked + line.packed
        allocated += line.allocated
        backordered += line.backordered
    if open_units == 0:
        return "canceled"
    if arrived == open_units:
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


def return_status(lines: Sequence[LineBuckets]) -> str:
    """Whether units of an order come back, or have: `none`, `expected`, `partial`, `returned` (all that were delivered)."""
    delivered = sum(line.delivered for line in lines)
    returned = sum(line.returned for line in lines)
    if returned:
        return "returned" if returned == delivered else "partial"
    return "expected" if any(line.return_expected for line in lines) else "none"
