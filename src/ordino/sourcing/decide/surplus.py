"""Which allocations a line no longer needs."""

from collections.abc import Mapping, Sequence

from ordino.inventory.rows import AllocationRow


def surplus(allocations: Sequence[AllocationRow], held: Mapping[tuple[int, int], int]) -> list[AllocationRow]:
    """What is allocated to lines beyond the units they hold, by (order, line), the smallest allocation going first.

    The smallest goes first so that a parcel may fall away; what a fulfillment order has taken up stays, and lines of which
    nothing is said keep theirs. Answered in the order of order, line and location.
    """
    beyond = {key: -units for key, units in held.items()}
    known = [row for row in allocations if (row.order_id, row.line_number) in beyond]
    for row in known:
        beyond[row.order_id, row.line_number] += row.quantity
    given_back = []
    for row in sorted(known, key=lambda row: (row.quantity, -row.location_id)):
        key = (row.order_id, row.line_number)
        quantity = min(row.free, max(0, beyond[key]))
        if quantity:
            beyond[key] -= quantity
            given_back.append(AllocationRow(row.order_id, row.line_number, row.location_id, row.sku_id, quantity))
    return sorted(given_back, key=lambda row: (row.order_id, row.line_number, row.location_id))
