"""Stock as its events tell it: levels, live reservations, receipts. Pure."""

from collections.abc import Mapping
from datetime import datetime

from ordino.inventory.events import (
    IncomingCanceled,
    IncomingClosed,
    ReservationExpired,
    ReservationReleased,
    SafetyStockSet,
    StockAdjusted,
    StockCounted,
    StockEvent,
    StockExpected,
    StockMadeAvailable,
    StockMadeUnavailable,
    StockReceived,
    StockReserved,
    StockScrapped,
    StockSent,
    StockSentBack,
    StockTakenBack,
    StockWrittenOff,
)
from ordino.kernel.messages import Record

AVAILABLE = "available"
LevelKey = tuple[str, str]


class Reservation(Record, frozen=True):
    """Units kept for an owner from a position of the journal on."""

    owner: str
    level: LevelKey
    quantity: int
    position: int
    expires_at: datetime


class FoldedLevel:
    """One SKU at one location."""

    __slots__ = ("allocated", "on_hand", "reserved", "safety_stock", "unavailable")

    def __init__(self) -> None:
        self.on_hand = self.unavailable = self.allocated = self.reserved = self.safety_stock = 0

    def enter(self, bucket: str, quantity: int) -> None:
        self.on_hand += quantity
        self.unavailable += 0 if bucket == AVAILABLE else quantity


class FoldedReceipt:
    """An expected receipt."""

    __slots__ = ("expected", "received", "state")

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.received = 0
        self.state = "expected"

    def receive(self, quantity: int) -> None:
        self.received += quantity
        self.state = "received" if self.received >= self.expected else self.state


class FoldedStock:
    """All levels. Of reservations only those are kept whose time has not run out at `now`: an expired one is free (I7)."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.levels: dict[LevelKey, FoldedLevel] = {}
        self.receipts: dict[int, FoldedReceipt] = {}
        self.reservations: dict[int, Reservation] = {}

    def apply(self, event: StockEvent, position: int) -> None:
        """Take the next event."""
        level = self.level((event.location, event.sku))
        match event:
            case StockReceived():
                level.enter(AVAILABLE, event.quantity)
                if event.incoming_id in self.receipts:
                    self.receipts[event.incoming_id].receive(event.quantity)
            case StockAdjusted():
                level.enter(AVAILABLE, event.change)
            case StockCounted():
                level.enter(event.bucket, event.change)
                for reservation_id in event.released_reservations:
                    self.reservations.pop(reservation_id, None)
            case StockWrittenOff() | StockSent():
                level.enter(AVAILABLE, -event.quantity)
            case StockMadeUnavailable():
                level.unavailable += event.quantity
            case StockMadeAvailable():
                level.unavailable -= event.quantity
            case StockScrapped() | StockSentBack():
                level.enter(event.bucket, -event.quantity)
            case StockTakenBack():
                level.enter(event.bucket, event.quantity)
            case SafetyStockSet():
                level.safety_stock = event.quantity
            case _:
                self._apply_dated(event, position)

    def _apply_dated(self, event: StockEvent, position: int) -> None:
        match event:
            case StockReserved() if event.expires_at > self._now:
                self.reservations[event.reservation_id] = Reservation(
                    event.owner, (event.location, event.sku), event.quantity, position, event.expires_at
                )
            case ReservationReleased() | ReservationExpired():
                self.reservations.pop(event.reservation_id, None)
            case StockExpected():
                self.receipts[event.incoming_id] = FoldedReceipt(event.quantity)
            case IncomingClosed() | IncomingCanceled() if event.incoming_id in self.receipts:
                self.receipts[event.incoming_id].state = "received" if isinstance(event, IncomingClosed) else "canceled"

    def level(self, key: LevelKey) -> FoldedLevel:
        """The level; one that no event has named before is empty."""
        return self.levels.get(key) or self.levels.setdefault(key, FoldedLevel())

    def finish(
        self, allocated: Mapping[LevelKey, int], left: Mapping[LevelKey, int], converted: Mapping[str, int]
    ) -> None:
        """Count what orders hold and what has left with their shipments, and the reservations that no order of
        their owner has taken up later in the journal."""
        for key, quantity in allocated.items():
            self.level(key).allocated = quantity
        for key, quantity in left.items():
            self.level(key).on_hand -= quantity
        for row in self.reservations.values():
            taken_up = converted.get(row.owner)
            if taken_up is None or taken_up < row.position:
                self.level(row.level).reserved += row.quantity
