"""How far a fulfillment order is: its state as a function of its lines."""

from collections.abc import Iterable

from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Record


class LineRow(Record, frozen=True):
    """A line of a fulfillment order: of `quantity` so many are picked, of those packed, of those shipped."""

    fulfillment_order_id: int
    line_number: int
    sku_id: int
    sku: str
    quantity: int
    picked: int
    packed: int
    shipped: int
    short: int
    withdrawn: int

    @property
    def to_pick(self) -> int:
        return self.quantity - self.picked

    @property
    def to_pack(self) -> int:
        return self.picked - self.packed

    @property
    def to_ship(self) -> int:
        return self.packed - self.shipped

    def units(self, quantity: int) -> FulfilledUnits:
        return FulfilledUnits(self.line_number, self.sku_id, self.sku, quantity)


def state_of(lines: Iterable[LineRow]) -> str:
    """The state of a fulfillment order that was released and neither rejected, recalled nor closed."""
    known = list(lines)
    quantity = sum(line.quantity for line in known)
    if quantity == 0:
        return "canceled"
    if quantity == sum(line.shipped for line in known):
        return "shipped"
    if quantity == sum(line.packed for line in known):
        return "packed"
    return "picking" if any(line.picked for line in known) else "released"
