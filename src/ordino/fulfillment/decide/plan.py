"""Which units of an order can be fulfilled now, and from where. Pure."""

from collections.abc import Iterable, Sequence

from ordino.fulfillment.problems import FulfillmentHeld, NotAllocatedYet, NothingToFulfill
from ordino.kernel.messages import Record
from ordino.kernel.problems import Problem


class FreeUnits(Record, frozen=True):
    """Units of an order line that are allocated at a location and free."""

    order_id: int
    line_number: int
    location_id: int
    location: str
    sku_id: int
    sku: str
    quantity: int


class HoldRow(Record, frozen=True):
    """An open hold; without a line it covers the whole order."""

    order_id: int
    reason: str
    line_number: int | None


class Holds:
    """The open holds of some orders."""

    def __init__(self, rows: Iterable[HoldRow]) -> None:
        self._of: dict[int, list[HoldRow]] = {}
        for row in rows:
            self._of.setdefault(row.order_id, []).append(row)

    def held_lines(self, order_id: int) -> frozenset[int]:
        return frozenset(hold.line_number for hold in self._of.get(order_id, ()) if hold.line_number is not None)

    def problem(self, order_id: int, line_numbers: Iterable[int] = ()) -> FulfillmentHeld | None:
        """Why the order, or one of these lines of it, cannot go on; or None."""
        wanted = set(line_numbers)
        holds = [hold for hold in self._of.get(order_id, ()) if hold.line_number is None or hold.line_number in wanted]
        if not holds:
            return None
        lines = sorted({hold.line_number for hold in holds if hold.line_number is not None})
        return FulfillmentHeld(
            order_id=order_id, reasons=tuple(dict.fromkeys(hold.reason for hold in holds)), lines=tuple(lines)
        )


def plan_order(
    order_id: int, free: Sequence[FreeUnits], holds: Holds, *, ship_complete: bool, is_incomplete: bool
) -> list[list[FreeUnits]] | Problem:
    """The units of each location, or why nothing can be planned.

    `is_incomplete` says that units of the order wait for stock.
    """
    problem = holds.problem(order_id)
    if problem is not None:
        return problem
    held = holds.held_lines(order_id)
    if ship_complete and (is_incomplete or held):
        return NotAllocatedYet(order_id=order_id)
    by_location: dict[int, list[FreeUnits]] = {}
    for row in free:
        if row.line_number not in held:
            by_location.setdefault(row.location_id, []).append(row)
    if by_location:
        return list(by_location.values())
    return holds.problem(order_id, (row.line_number for row in free)) or NothingToFulfill(order_id=order_id)
