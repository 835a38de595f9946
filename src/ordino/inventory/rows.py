"""The rows of stock that functions hand to each other."""

from datetime import date, datetime

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
    """Units of (SKU, location) committed to the line of an order; a fulfillment order has taken up `in_fulfillment` of them."""

    order_id: int
    line_number: int
    location_id: int
    sku_id: int
    quantity: int
    in_fulfillment: int = 0

    @property
    def free(self) -> int:
        """Units that no fulfillment order has taken up: only these may be given back or moved."""
        return self.quantity - self.in_fulfillment


class LeavingRow(Record, frozen=True, omit_defaults=True):
    """Units of an order line that leave a location for the customer, with what (`shipment/12`), and which if they are numbered."""

    order_id: int
    line_number: int
    location_id: int
    sku_id: int
    quantity: int
    reference: str
    serials: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair:
        return Pair(self.sku_id, self.location_id)


class LotBalance(Record, frozen=True):
    """Units of a lot that stand at a location and are for sale."""

    sku_id: int
    location_id: int
    lot_id: int
    quantity: int

    @property
    def pair(self) -> Pair:
        return Pair(self.sku_id, self.location_id)


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


class MovementRow(Record, frozen=True):
    """Units of a SKU that go from one account to another."""

    sku_id: int
    quantity: int
    from_account: str
    to_account: str
    reason: str
    reference: str
    lot_id: int | None
    occurred_at: datetime


class LevelChange(Record, frozen=True):
    """What is added to the counters of a level; negative to take away."""

    sku_id: int
    location_id: int
    on_hand: int = 0
    reserved: int = 0
    unavailable: int = 0


class BucketRow(Record, frozen=True):
    """Units of a level in one bucket that is not for sale; as a change, what is added to it."""

    sku_id: int
    location_id: int
    bucket: str
    quantity: int


class LotRow(Record, frozen=True):
    """A lot of a SKU and its last day of use."""

    id: int
    sku_id: int
    code: str
    expires_on: date | None


class SerialRow(Record, frozen=True):
    """A numbered unit of a SKU and the account it is in."""

    sku_id: int
    code: str
    account: str
    lot_id: int | None


class IncomingRow(Record, frozen=True):
    """An expected receipt; `outstanding` is what is still to come of it."""

    id: int
    sku_id: int
    location_id: int
    quantity: int
    received_quantity: int
    expected_at: datetime
    reference: str
    state: str

    @property
    def outstanding(self) -> int:
        return self.quantity - self.received_quantity


class TransferRow(Record, frozen=True):
    """Goods on their way between two locations."""

    id: int
    from_location_id: int
    to_location_id: int
    state: str
    reference: str
    expected_at: datetime | None


class TransferLineRow(Record, frozen=True):
    """One SKU of a transfer; `outstanding` is in transit."""

    transfer_id: int
    sku_id: int
    quantity: int
    received_quantity: int
    lost_quantity: int
    lot_id: int | None = None
    lot: str = ""

    @property
    def outstanding(self) -> int:
        return self.quantity - self.received_quantity - self.lost_quantity


class ComingRow(Record, frozen=True):
    """Units of a SKU that are still to come to a location, and from what (`incoming/3`, `transit/7`)."""

    sku_id: int
    location_id: int
    quantity: int
    expected_at: datetime
    source: str
