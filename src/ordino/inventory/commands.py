"""What may be asked of stock. SKUs and locations are named by their codes; quantities are in the SKU's smallest unit."""

from datetime import date, datetime
from typing import ClassVar, Literal

from ordino.kernel.messages import Command, Record, Result

UnavailableBucket = Literal["damaged", "quality"]
Bucket = Literal["available", "damaged", "quality"]


class StockResult(Result, frozen=True, kw_only=True):
    """The level after the command."""

    on_hand: int
    available: int


class StockCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A command on one SKU at one location."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = StockResult
    sku: str
    location: str


class TrackedCommand(StockCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A command that may name the lot of its units, and each of them by its serial number."""

    lot: str = ""
    serials: tuple[str, ...] = ()


class ReceiveStock(TrackedCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take units in that nobody announced."""

    quantity: int
    reference: str = ""
    lot_expires_on: date | None = None


class AdjustStock(TrackedCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Correct what is available by a difference, up or down, for a stated reason."""

    change: int
    reason: str
    reference: str = ""


class StockCountResult(StockResult, frozen=True, kw_only=True):
    """What a count found; `shortfall` units are committed to orders and no longer there."""

    difference: int
    shortfall: int


class CountStock(StockCommand, frozen=True, kw_only=True, omit_defaults=True):
    """State how many units stand in a bucket. What is missing is taken from free units, then from reservations.

    What is missing beyond that is committed to orders: the event says so, and the layer above takes it from the orders
    that lose it.
    """

    result: ClassVar[type[Result]] = StockCountResult
    counted: int
    bucket: Bucket = "available"
    reference: str = ""


class MarkUnavailable(TrackedCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Keep available units from being sold: damaged, or waiting for quality control."""

    quantity: int
    bucket: UnavailableBucket
    reason: str = ""
    reference: str = ""


class MarkAvailable(TrackedCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let units of a bucket be sold again."""

    quantity: int
    bucket: UnavailableBucket
    reason: str = ""
    reference: str = ""


class ScrapStock(TrackedCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Throw units of a bucket away."""

    quantity: int
    bucket: Bucket
    reason: str = ""
    reference: str = ""


class SetSafetyStock(StockCommand, frozen=True, kw_only=True):
    """State how many units are kept back from promises."""

    quantity: int


class ReservationResult(Result, frozen=True, kw_only=True):
    reservation_id: int
    state: str
    expires_at: datetime


class ReserveStock(StockCommand, frozen=True, kw_only=True):
    """Keep available units for an owner, such as a checkout, for some minutes."""

    result: ClassVar[type[Result]] = ReservationResult
    owner: str
    quantity: int
    minutes: int


class ReleaseReservation(Command, frozen=True, kw_only=True):
    """Give the units of a reservation back before its time."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = ReservationResult
    reservation_id: int


class ExpiryResult(Result, frozen=True, kw_only=True):
    expired: int


class ExpireReservations(Command, frozen=True, kw_only=True):
    """End reservations whose time has run out, the oldest first. Stock is free at that time with or without it."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = ExpiryResult
    limit: int = 1000


class IncomingResult(Result, frozen=True, kw_only=True):
    incoming_id: int
    state: str
    outstanding: int


class ExpectStock(StockCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Announce a receipt and its date, so that promises may count on it."""

    result: ClassVar[type[Result]] = IncomingResult
    quantity: int
    expected_at: datetime
    reference: str = ""


class IncomingCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A command on one expected receipt."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = IncomingResult
    incoming_id: int


class ReceiveIncoming(IncomingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take in some or all of what was expected; the last unit ends it."""

    quantity: int
    reference: str = ""
    lot: str = ""
    lot_expires_on: date | None = None
    serials: tuple[str, ...] = ()


class RescheduleIncoming(IncomingCommand, frozen=True, kw_only=True):
    """Say when the rest comes now; promises that counted on it follow."""

    expected_at: datetime


class CloseIncoming(IncomingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that nothing more comes of a receipt that has partly arrived."""

    reason: str = ""


class CancelIncoming(IncomingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that a receipt of which nothing has arrived does not come."""

    reason: str = ""


class TransferItem(Record, frozen=True, omit_defaults=True):
    """Units of one SKU in a transfer, perhaps of one lot, perhaps each with its serial number."""

    sku: str
    quantity: int
    lot: str = ""
    serials: tuple[str, ...] = ()


class TransferResult(Result, frozen=True, kw_only=True):
    transfer_id: int
    state: str
    outstanding: int


class TransferStock(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Send available units to another location; until they are received they are in transit."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = TransferResult
    from_location: str
    to_location: str
    items: tuple[TransferItem, ...]
    expected_at: datetime | None = None
    reference: str = ""


class ReceiveTransfer(Command, frozen=True, kw_only=True):
    """Take in what arrived of a transfer; without items, all that is outstanding. The last unit closes it."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = TransferResult
    transfer_id: int
    items: tuple[TransferItem, ...] = ()


class CloseTransfer(Command, frozen=True, kw_only=True, omit_defaults=True):
    """Write off what never arrived."""

    context: ClassVar[str] = "inventory"
    result: ClassVar[type[Result]] = TransferResult
    transfer_id: int
    reason: str = ""
