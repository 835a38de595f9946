"""Reads of stock for edges: lists, screens, the command line. What they show is free of expired reservations at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ordino.engine import Reader, Statements
from ordino.inventory.decide.alerts import Alert, AlertPolicy, StockFigures, alerts
from ordino.inventory.decide.availability import PromiseStep, available_to_channel, promise_steps
from ordino.inventory.rows import ComingRow, LevelRow
from ordino.kernel.messages import Record

SQL = Statements("ordino.inventory")
PAGE = 100


class Availability(Record, frozen=True):
    """What a channel may sell of a SKU."""

    sku: str
    quantity: int


class LevelView(Record, frozen=True):
    """A level by its codes."""

    sku: str
    location: str
    on_hand: int
    reserved: int
    allocated: int
    unavailable: int
    safety_stock: int
    available: int


class MovementView(Record, frozen=True):
    """A movement of a SKU."""

    id: int
    quantity: int
    from_account: str
    to_account: str
    reason: str
    reference: str
    lot: str
    occurred_at: datetime


class DayStock(Record, frozen=True):
    """How many units stood at a location at the end of a day (UTC)."""

    location: str
    day: date
    on_hand: int


class LotView(Record, frozen=True):
    """How much of a lot stands in an account."""

    lot: str
    expires_on: date | None
    account: str
    quantity: int


class IncomingView(Record, frozen=True):
    """A receipt of a SKU that is still expected."""

    id: int
    location: str
    quantity: int
    received: int
    expected_at: datetime
    reference: str
    state: str


class TransferView(Record, frozen=True):
    """Units of a SKU on their way between two locations."""

    id: int
    from_location: str
    to_location: str
    quantity: int
    received: int
    lost: int
    lot: str
    expected_at: datetime | None
    reference: str
    state: str


class AlertView(Record, frozen=True):
    """A level that calls for attention, and why."""

    sku: str
    location: str
    alert: Alert
    on_hand: int
    available: int
    demand: int


class _LiveLevel(Record, frozen=True):
    sku: str
    location: str
    fulfills: bool
    sku_id: int
    location_id: int
    on_hand: int
    reserved: int
    allocated: int
    unavailable: int
    safety_stock: int

    @property
    def level(self) -> LevelRow:
        return LevelRow(
            self.sku_id,
            self.location_id,
            self.on_hand,
            self.reserved,
            self.allocated,
            self.unavailable,
            self.safety_stock,
        )


class _FiguresRow(Record, frozen=True):
    sku: str
    location: str
    available: int
    on_hand: int
    safety_stock: int
    demand: int
    days_on_hand: int


def availability(reader: Reader, skus: Sequence[str], *, channel: str, at: datetime) -> list[Availability]:
    """What the channel may sell of each SKU at a time, in the order asked; nothing where SKU or channel is not known."""
    buffers = reader.fetch_values(SQL.select_stock_buffer, channel=channel)
    if not buffers:
        return [Availability(sku, 0) for sku in skus]
    rows = reader.fetch(SQL.select_live_levels, _LiveLevel, skus=list(skus), at=at)
    sellable: dict[str, list[LevelRow]] = {}
    for row in rows:
        if row.fulfills:
            sellable.setdefault(row.sku, []).append(row.level)
    return [Availability(sku, available_to_channel(sellable.get(sku, ()), buffers[0])) for sku in skus]


def levels(
    reader: Reader,
    *,
    at: datetime,
    sku: str | None = None,
    location: str | None = None,
    available_below: int | None = None,
    after: tuple[str, str] = ("", ""),
    limit: int = PAGE,
) -> list[LevelView]:
    """Levels by (SKU, location) code, all or those with few units available; the next page begins `after` the last row's codes."""
    return reader.fetch(
        SQL.select_levels,
        LevelView,
        at=at,
        sku=sku,
        location=location,
        available_below=available_below,
        after_sku=after[0],
        after_location=after[1],
        limit=limit,
    )


def movements(
    reader: Reader, sku: str, *, before: datetime | None = None, before_id: int | None = None, limit: int = PAGE
) -> list[MovementView]:
    """Movements of a SKU, the newest first, before a moment or any; the next page begins below the last row's key."""
    return reader.fetch(SQL.select_movements, MovementView, sku=sku, before=before, before_id=before_id, limit=limit)


def stock_by_day(reader: Reader, sku: str, *, first: date, last: date) -> list[DayStock]:
    """How many units of a SKU stood where at the end of each day (UTC), from the first to the last."""
    return reader.fetch(SQL.select_stock_by_day, DayStock, sku=sku, first=first, last=last)


def lots(reader: Reader, sku: str) -> list[LotView]:
    """How much of each lot stands where, the first to expire first."""
    return reader.fetch(SQL.select_lot_stock, LotView, sku=sku)


def incoming_of(reader: Reader, sku: str) -> list[IncomingView]:
    """Receipts of a SKU that are still expected, the first to come first."""
    return reader.fetch(SQL.select_open_incoming, IncomingView, sku=sku)


def transfers_of(reader: Reader, sku: str) -> list[TransferView]:
    """Transfers of a SKU that are on their way, the oldest first."""
    return reader.fetch(SQL.select_open_transfers, TransferView, sku=sku)


def skus_of_serial(reader: Reader, serial: str, *, skus: Sequence[str]) -> list[str]:
    """Which of the SKUs have a unit with this serial number, wherever it is."""
    return reader.fetch_values(SQL.select_skus_of_serial, serial=serial, skus=list(skus))


def numbered_skus(reader: Reader, location: str, *, skus: Sequence[str]) -> frozenset[str]:
    """Those of the SKUs of which numbered units stand for sale at the location."""
    return frozenset(reader.fetch_values(SQL.select_numbered_skus, location=location, skus=list(skus)))


def promises_by_location(reader: Reader, sku: str, *, now: datetime) -> dict[str, list[PromiseStep]]:
    """Available to promise over time for one SKU at each location that knows it."""
    levels = reader.fetch(SQL.select_live_levels, _LiveLevel, skus=[sku], at=now)
    sku_ids = [row.level.sku_id for row in levels[:1]]
    coming = reader.fetch(SQL.select_incoming_of_skus, ComingRow, sku_ids=sku_ids) if sku_ids else []
    return {
        row.location: promise_steps(
            row.level.available,
            row.level.safety_stock,
            [one for one in coming if one.location_id == row.level.location_id],
            now,
        )
        for row in levels
    }


def promises(reader: Reader, sku: str, location: str, *, now: datetime) -> list[PromiseStep]:
    """Available to promise over time for one SKU at one location; empty where there is no such level."""
    return promises_by_location(reader, sku, now=now).get(location, [])


def stock_alerts(
    reader: Reader, *, now: datetime, days: int = 90, policy: AlertPolicy | None = None
) -> list[AlertView]:
    """Every level that calls for attention, judged by what orders took in the last `days` days."""
    rows = reader.fetch(SQL.select_stock_figures, _FiguresRow, at=now, since=now - timedelta(days=days))
    rule = policy or AlertPolicy()
    return [
        AlertView(row.sku, row.location, alert, row.on_hand, row.available, row.demand)
        for row in rows
        for alert in alerts(_figures(row, days), rule)
    ]


def _figures(row: _FiguresRow, days: int) -> StockFigures:
    return StockFigures(row.available, row.on_hand, row.safety_stock, row.demand, days, row.days_on_hand)
