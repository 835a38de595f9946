"""Stock as an outside observer reckons it from what is told: units at each location, who holds them."""

from collections.abc import Iterable
from datetime import datetime

from ordino.catalog.events import SkuRegistered
from ordino.delivery.events import ShipmentHandedOver
from ordino.inventory import events as told
from ordino.kernel.messages import Event, Record
from ordino.network.events import LocationRegistered
from ordino.simulation.auditor.findings import Findings
from ordino.simulation.auditor.orders import Order
from ordino.sourcing.events import AllocationsLost, AllocationsReleased, BackordersFilled, LineResourced, OrderSourced

LevelKey = tuple[str, str]  # location, SKU
_CHECKOUT = "checkout/"


class Level:
    """Units of one SKU at one location."""

    __slots__ = ("allocated", "on_hand", "unavailable")

    def __init__(self) -> None:
        self.on_hand = self.allocated = self.unavailable = 0


class Kept(Record, frozen=True):
    """Units reserved for somebody until a moment."""

    owner: str
    level: LevelKey
    quantity: int
    expires_at: datetime


class StockModel:
    """All levels; `touched` are those that changed since they were asked for last."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.levels: dict[LevelKey, Level] = {}
        self.reserved: dict[int, Kept] = {}
        self.touched: set[LevelKey] = set()
        self._locations: dict[int, str] = {}
        self._skus: dict[int, str] = {}

    def know_names_of(self, other: "StockModel") -> None:
        """Know locations and SKUs by their keys, as another one does."""
        self._locations, self._skus = other._locations, other._skus

    def see(self, event: Event, owner: str = "") -> None:
        """Take the next event; `owner` is whose reservations an order that is sourced uses up."""
        match event:
            case told.StockEvent():
                self._see_stock(event)
            case LocationRegistered():
                self._locations[event.location_id] = event.code
            case SkuRegistered():
                self._skus[event.sku_id] = event.code
            case ShipmentHandedOver():
                for units in event.lines:
                    self._change((event.location, units.sku), on_hand=-units.quantity, allocated=-units.quantity)
            case _:
                self._see_allocation(event, owner)

    def expect_kept(self, order: Order, owner: str, now: datetime) -> None:
        """I7: an order takes what is kept at the checkout of its own channel, as long as it is kept."""
        if not owner.startswith(_CHECKOUT):
            return
        thing = f"order {order.order_id}, of {owner}"
        self._findings.expect("I7", f"{thing}, the channel", f"{_CHECKOUT}{order.channel_id}", owner.rpartition("/")[0])
        kept = any(kept.owner == owner and kept.expires_at > now for kept in self.reserved.values())
        self._findings.expect("I7", f"{thing}, something is kept", True, kept)

    def _see_allocation(self, event: Event, owner: str) -> None:
        match event:
            case OrderSourced():
                self.reserved = {key: kept for key, kept in self.reserved.items() if not owner or kept.owner != owner}
                self._hold(((row.location_id, row.sku_id, row.quantity) for row in event.plan.allocations), 1)
            case BackordersFilled():
                self._hold(((row.location_id, row.sku_id, row.quantity) for row in event.allocated), 1)
            case AllocationsLost():
                self._hold(((row.location_id, row.sku_id, row.quantity) for row in event.lost), -1)
            case LineResourced():
                back = event.taken_back
                self._hold(((back.location_id, back.sku_id, back.quantity),), -1)
                self._hold(((row.location_id, row.sku_id, row.quantity) for row in event.plan.allocations), 1)
            case AllocationsReleased():
                for freed in event.released:
                    self._change((freed.location, freed.sku), allocated=-freed.quantity)

    def _hold(self, rows: Iterable[tuple[int, int, int]], sign: int) -> None:
        for location_id, sku_id, quantity in rows:
            self._change((self._locations[location_id], self._skus[sku_id]), allocated=sign * quantity)

    def _see_stock(self, event: told.StockEvent) -> None:
        key = (event.location, event.sku)
        match event:
            case told.StockReceived():
                self._change(key, on_hand=event.quantity)
            case told.StockAdjusted():
                self._change(key, on_hand=event.change)
            case told.StockCounted():
                self._enter(key, event.bucket, event.change)
                for reservation_id in event.released_reservations:
                    self.reserved.pop(reservation_id, None)
            case told.StockWrittenOff() | told.StockSent():
                self._change(key, on_hand=-event.quantity)
            case told.StockMadeUnavailable():
                self._change(key, unavailable=event.quantity)
            case told.StockMadeAvailable():
                self._change(key, unavailable=-event.quantity)
            case told.StockScrapped() | told.StockSentBack():
                self._enter(key, event.bucket, -event.quantity)
            case told.StockTakenBack():
                self._enter(key, event.bucket, event.quantity)
            case told.StockReserved():
                kept = Kept(event.owner, key, event.quantity, event.expires_at)
                self.reserved[event.reservation_id] = kept
                self.touched.add(key)
            case told.ReservationReleased() | told.ReservationExpired():
                self.reserved.pop(event.reservation_id, None)
                self.touched.add(key)

    def _enter(self, key: LevelKey, bucket: str, quantity: int) -> None:
        self._change(key, on_hand=quantity, unavailable=0 if bucket == "available" else quantity)

    def _change(self, key: LevelKey, *, on_hand: int = 0, allocated: int = 0, unavailable: int = 0) -> None:
        level = self.levels.get(key) or self.levels.setdefault(key, Level())
        level.on_hand += on_hand
        level.allocated += allocated
        level.unavailable += unavailable
        self.touched.add(key)

    def check(self, keys: Iterable[LevelKey], now: datetime) -> None:
        """I1, I2, I5: nothing below zero, and nobody holds what is not there; a reservation past its time is free (I7)."""
        self.reserved = {key: kept for key, kept in self.reserved.items() if kept.expires_at > now}
        kept_at: dict[LevelKey, int] = {}
        for kept in self.reserved.values():
            kept_at[kept.level] = kept_at.get(kept.level, 0) + kept.quantity
        for key in keys:
            level = self.levels.get(key)
            if level is None:
                continue
            thing = f"stock {'/'.join(key)}"
            for figure in Level.__slots__:
                if getattr(level, figure) < 0:
                    self._findings.add("I1", f"{thing}, {figure}", "not below zero", getattr(level, figure))
            free = level.on_hand - level.unavailable - level.allocated - kept_at.get(key, 0)
            if free < 0:
                self._findings.add("I5", thing, "no more promised than there is", f"{-free} too many")
