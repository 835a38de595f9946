"""The rows of stock that functions hand to each other."""

from datetime import datetime

from ordino.kernel.messages import Record


class Pair(Record, frozen=True, order=True):
    """The key of a level; levels are locked in the order of this key."""

    sku_id: int
    location_id: int


class LevelRow(Record, frozen=True):
    """What is at one location of one SKU, in units of the SKU's smallest measure."""

    sku_id: int
    location_id: int
    on_hand: int
    reserved: int
    allocated: int
    unavailable: int
    safety_stock: int

    @property
    def pair(self) -> Pair:
        return Pair(self.sku_id, self.location_id)

    @property
    def available(self) -> int:
        """On hand − reserved − allocated − unavailable."""
        return self.on_hand - self.reserved - self.allocated - self.unavailable


class AllocationRow(Record, frozen=True):
    """Units of (SKU, location) committed to the line of an order."""

    order_id: int
    line_number: int
    location_id: int
    sku_id: int
    quantity: int


class AllocationMove(Record, frozen=True):
    """Units of an order line whose allocation goes from one location to another."""

    order_id: int
    line_number: int
    sku_id: int
    from_location_id: int
    to_location_id: int
    quantity: int


class ReservationRow(Record, frozen=True):
    """Units of (SKU, location) kept for an owner until a time."""

    id: int
    owner: str
    sku_id: int
    location_id: int
    quantity: int
    state: str
    expires_at: datetime


class DemandRow(Record, frozen=True):
    """Units asked of one level."""

    sku_id: int
    location_id: int
    quantity: int
