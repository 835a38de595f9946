"""When each part of a line will be shipped and delivered, and where that is known from.

Units allocated from stock ship by the location's calendar from now; units that wait take dated incoming supply,
earliest first, and ship from its location once it is there; what no supply covers is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from ordino.kernel.messages import Record
from ordino.sourcing.decide.rows import PlannedAllocation, PlannedBackorder

STOCK, INCOMING, UNKNOWN = "stock", "incoming", "unknown"


class Calendar(Protocol):
    """A location's working days, cut-off, handling days, and transit (None: unknown) to the order's destination."""

    def ship_by(self, location_id: int, ready_at: datetime) -> date: ...

    def deliver_by(self, location_id: int, ship_by: date) -> date | None: ...


class Supply(Record, frozen=True):
    """Dated incoming units of a SKU that nobody was promised yet."""

    incoming_id: int
    sku_id: int
    location_id: int
    quantity: int
    expected_at: datetime


class Promise(Record, frozen=True, omit_defaults=True):
    """Part `part` of a line: so many units, shipped and delivered by these dates (None: unknown), with reason codes.

    Reasons: no_stock, incoming_expected, incoming_overdue, no_supply.
    """

    line_number: int
    part: int
    quantity: int
    source: str
    ship_by: date | None = None
    deliver_by: date | None = None
    incoming_id: int | None = None
    reasons: tuple[str, ...] = ()


class PromiseSlip(Record, frozen=True, omit_defaults=True):
    """A line whose promised delivery became later; either date may be unknown."""

    line_number: int
    before: date | None
    after: date | None


class SupplyPool:
    """Incoming units not promised yet, lowered promise by promise, so that no unit is promised twice."""

    __slots__ = ("_by_sku", "_left")

    def __init__(self, supplies: Iterable[Supply] = ()) -> None:
        ordered = sorted(supplies, key=lambda supply: (supply.expected_at, supply.incoming_id))
        self._left = {supply.incoming_id: supply.quantity for supply in ordered}
        self._by_sku: dict[int, list[Supply]] = {}
        for supply in ordered:
            self._by_sku.setdefault(supply.sku_id, []).append(supply)

    def take(self, sku_id: int, quantity: int) -> list[tuple[Supply, int]]:
        """Up to `quantity` units from the earliest supplies, with the units of each."""
        taken = []
        for supply in self._by_sku.get(sku_id, ()):
            units = min(quantity, self._left[supply.incoming_id])
            if units > 0:
                self._left[supply.incoming_id] -= units
                quantity -= units
                taken.append((supply, units))
        return taken


def promise_lines(
    allocations: Sequence[PlannedAllocation],
    backorders: Sequence[PlannedBackorder],
    pool: SupplyPool,
    calendar: Calendar,
    now: datetime,
) -> tuple[Promise, ...]:
    """The promises of an order's lines, parts numbered from 1 in each line, what comes from stock first."""
    parts: dict[int, int] = {}
    dates: dict[int, tuple[date, date | None]] = {}
    promises: list[Promise] = []
    for row in allocations:
        place, line_number = row.location_id, row.line_number
        if place not in dates:
            dates[place] = _dates(calendar, place, now)
        parts[line_number] = part = parts.get(line_number, 0) + 1
        promises.append(Promise(line_number, part, row.quantity, STOCK, *dates[place]))
    for waiting in backorders:
        part = parts.get(waiting.line_number, 0)
        left = waiting.quantity
        for supply, units in pool.take(waiting.sku_id, waiting.quantity):
            part, left = part + 1, left - units
            days = _dates(calendar, supply.location_id, max(supply.expected_at, now))
            reasons = ("no_stock", "incoming_overdue" if supply.expected_at < now else "incoming_expected")
            promises.append(Promise(waiting.line_number, part, units, INCOMING, *days, supply.incoming_id, reasons))
        if left:
            reasons = ("no_stock", "no_supply")
            promises.append(Promise(waiting.line_number, part + 1, left, UNKNOWN, reasons=reasons))
    return tuple(promises)


def _dates(calendar: Calendar, location_id: int, ready_at: datetime) -> tuple[date, date | None]:
    """Ship-by and deliver-by of units ready at a location."""
    ship_by = calendar.ship_by(location_id, ready_at)
    return ship_by, calendar.deliver_by(location_id, ship_by)


def order_promise(promises: Sequence[Promise]) -> date | None:
    """The day the whole order is delivered by, or None where a part is unknown."""
    days = [promise.deliver_by for promise in promises]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def slips(before: Sequence[Promise], after: Sequence[Promise]) -> tuple[PromiseSlip, ...]:
    """The lines delivered later than promised before; an unknown date is later than any."""
    old, new = _line_dates(before), _line_dates(after)
    rows = (PromiseSlip(line, old[line], new[line]) for line in sorted(old.keys() & new.keys()))
    return tuple(row for row in rows if (row.after or date.max) > (row.before or date.max))


def _line_dates(promises: Sequence[Promise]) -> Mapping[int, date | None]:
    dates: dict[int, date | None] = {}
    for promise in promises:
        known = dates.get(promise.line_number, date.min)
        dates[promise.line_number] = (
            None if known is None or promise.deliver_by is None else max(known, promise.deliver_by)
        )
    return dates


def refit(before: Sequence[Promise], *, given_back: int, added: Sequence[Promise]) -> tuple[Promise, ...]:
    """The parts of one line after units moved: stock parts without `given_back` units, the last going first, then `added`.

    What waited before is replaced by what waits in `added`. Parts are numbered anew from 1, stock first.
    """
    kept = []
    for part in reversed([promise for promise in before if promise.source == STOCK]):
        gone = min(given_back, part.quantity)
        given_back -= gone
        if part.quantity > gone:
            kept.append(msgspec.structs.replace(part, quantity=part.quantity - gone))
    return _numbered((*reversed(kept), *added))


def hand_over(
    giver: Sequence[Promise], taker: Sequence[Promise], *, to_line: int, allocated: int, backordered: int
) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """The parts of two lines after units went from one to the other with their dates, the last parts going first."""
    left = {True: allocated, False: backordered}
    kept: list[Promise] = []
    gone: list[Promise] = []
    for part in reversed(giver):
        from_stock = part.source == STOCK
        units = min(left[from_stock], part.quantity)
        left[from_stock] -= units
        if units:
            gone.append(msgspec.structs.replace(part, line_number=to_line, quantity=units))
        if part.quantity > units:
            kept.append(msgspec.structs.replace(part, quantity=part.quantity - units))
    return _numbered(reversed(kept)), _numbered((*taker, *reversed(gone)))


def _numbered(parts: Iterable[Promise]) -> tuple[Promise, ...]:
    """Parts numbered from 1, stock first."""
    ordered = sorted(parts, key=lambda part: part.source != STOCK)
    return tuple(msgspec.structs.replace(part, part=number) for number, part in enumerate(ordered, 1))
