"""What can have happened to stock. All stand in the stream `stock/<location code>/<sku code>`.

`StockReceived`, `StockMadeAvailable`, `StockAdjusted` and `StockCounted` with a gain, `ReservationReleased` and
`ReservationExpired` leave more to sell than before.
"""

from datetime import date, datetime

from ordino.kernel.messages import Event


class StockEvent(Event, frozen=True, kw_only=True):
    """Something about one SKU at one location."""

    sku: str
    location: str


class StockReceived(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units came in from an account (`supplier`, `transit/7`) and are available."""

    quantity: int
    source: str
    reference: str = ""
    incoming_id: int | None = None
    lot: str = ""
    lot_expires_on: date | None = None
    serials: tuple[str, ...] = ()


class StockAdjusted(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    change: int
    reason: str
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class StockCounted(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A count found `counted` where `expected` should be. `change` is booked; `shortfall` units are committed to orders and
    are booked when these have given them up (`StockWrittenOff`)."""

    bucket: str
    expected: int
    counted: int
    change: int
    shortfall: int = 0
    released_reservations: tuple[int, ...] = ()
    reference: str = ""


class StockWrittenOff(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units that a count missed and orders have given up are booked out."""

    quantity: int
    reference: str = ""


class StockMadeUnavailable(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    bucket: str
    quantity: int
    reason: str = ""
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class StockMadeAvailable(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    bucket: str
    quantity: int
    reason: str = ""
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class StockScrapped(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    bucket: str
    quantity: int
    reason: str = ""
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class SafetyStockSet(StockEvent, frozen=True, kw_only=True):
    before: int
    quantity: int


class StockReserved(StockEvent, frozen=True, kw_only=True):
    """Units are kept for the owner until `expires_at` and free from then on, whether or not somebody says so."""

    reservation_id: int
    owner: str
    quantity: int
    expires_at: datetime


class ReservationReleased(StockEvent, frozen=True, kw_only=True):
    reservation_id: int
    owner: str
    quantity: int


class ReservationExpired(StockEvent, frozen=True, kw_only=True):
    reservation_id: int
    owner: str
    quantity: int


class StockExpected(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    incoming_id: int
    quantity: int
    expected_at: datetime
    reference: str = ""


class IncomingRescheduled(StockEvent, frozen=True, kw_only=True):
    incoming_id: int
    outstanding: int
    before: datetime
    expected_at: datetime


class IncomingClosed(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """`missing` units do not come any more."""

    incoming_id: int
    missing: int
    reason: str = ""


class IncomingCanceled(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    incoming_id: int
    missing: int
    reason: str = ""


class StockSent(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units left the location for another one and are in transit."""

    transfer_id: int
    quantity: int
    to_location: str
    expected_at: datetime | None = None
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class TransferLost(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units of a transfer to this location never arrived."""

    transfer_id: int
    quantity: int
    reason: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class StockTakenBack(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units came back from a customer into a bucket."""

    bucket: str
    quantity: int
    reason: str = ""
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class StockRebucketed(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units that are not for sale went from one bucket to another."""

    from_bucket: str
    bucket: str
    quantity: int
    reason: str = ""
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class StockSentBack(StockEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Units of a bucket left for the supplier, or went back to the customer they came from."""

    bucket: str
    quantity: int
    to: str
    reason: str = ""
    reference: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()
