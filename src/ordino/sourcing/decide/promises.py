"""When each part of a line will be shipped and delivered, and where that is known from.

Units allocated from stock ship by the location's calendar from now; units that wait take dated incoming supply,
or units on their way from another location, earliest first, and ship once they are there; what no supply covers is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import msgspec

from ordino.kernel.messages import Record
from ordino.sourcing.decide.rows import PlannedAllocation, PlannedBackorder

STOCK, INCOMING, TRANSIT, UNKNOWN = "stock", "incoming", "transit", "unknown"


class Calendar(Protocol):
    """A location's working days, cut-off, handling days, and transit (None: unknown) to the order's destination."""

    def ship_by(self, location_id: int, ready_at: datetime) -> date: ...

    def deliver_by(self, location_id: int, ship_by: date) -> date | None: ...


class Supply(Record, frozen=True):
    """Dated units of a SKU that are to come and that nobody was promised yet, by a receipt or a transfer (`source`, `key`)."""

    source: str
    key: int
    sku_id: int
    location_id: int
    quantity: int
    expected_at: datetime


class Promise(Record, frozen=True, omit_defaults=True):
    """Part `part` of a line: so many units, shipped from a location and delivered by these dates (None: unknown), and why.

    Reasons: no_stock, incoming_expected, incoming_overdue, transit_expected, transit_overdue, no_supply.
    """

    line_number: int
    part: int
    quantity: int
    source: str
    ship_by: date | None = None
    deliver_by: date | None = None
    incoming_id: int | None = None
    reasons: tuple[str, ...] = ()
    location_id: int | None = None
    transfer_id: int | None = None


class PromiseSlip(Record, frozen=True, omit_defaults=True):
    """A line whose promised delivery became later; either date may be unknown."""

    line_number: int
    before: date | None
    after: date | None


class SupplyPool:
    """Incoming units not promised yet, lowered promise by promise, so that no unit is promised twice."""

    __slots__ = ("_by_sku", "_left")

    def __init__(self, supplies: Iterable[Supply] = ()) -> None:
        ordered = sorted(supplies, key=lambda supply: (supply.expected_at, supply.source, supply.key))
        self._left = {supply: supply.quantity for supply in ordered}
        self._by_sku: dict[int, list[Supply]] = {}
        for supply in ordered:
            self._by_sku.setdefault(supply.sku_id, []).append(supply)

    def take(self, sku_id: int, quantity: int) -> list[tuple[Supply, int]]:
        """Up to `quantity` units from the earliest supplies, with the units of each."""
        taken = []
        for supply in self._by_sku.get(sku_id, ()):
            units = min(quantity, self._left[supply])
            if units > 0:
                self._left[supply] -= units
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
        promises.append(Promise(line_number, part, row.quantity, STOCK, *dates[place], location_id=place))
    for waiting in backorders:
        part = parts.get(waiting.line_number, 0)
        left = waiting.quantity
        for supply, units in pool.take(waiting.sku_id, waiting.quantity):
            part, left = part + 1, left - units
            promises.append(_promise_of(supply, waiting.line_number, part, units, calendar, now))
        if left:
            reasons = ("no_stock", "no_supply")
            promises.append(Promise(waiting.line_number, part + 1, left, UNKNOWN, reasons=reasons))
    return tuple(promises)


def _promise_of(supply: Supply, line_number: int, part: int, units: int, calendar: Calendar, now: datetime) -> Promise:
    """Units that ship once their supply is there; one that is late already counts from now."""
    ship_by, deliver_by = _dates(calendar, supply.location_id, max(supply.expected_at, now))
    return Promise(
        line_number,
        part,
        units,
        supply.source,
        ship_by,
        deliver_by,
        incoming_id=supply.key if supply.source == INCOMING else None,
        reasons=("no_stock", f"{supply.source}_{'overdue' if supply.expected_at < now else 'expected'}"),
        location_id=supply.location_id,
        transfer_id=supply.key if supply.source == TRANSIT else None,
    )


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


def refit(before: Sequence[Promise], *, given_back: Mapping[int, int], added: Sequence[Promise]) -> tuple[Promise, ...]:
    """The parts of one line after units moved: stock parts without what was given back by location, then `added`.

    What waited before is replaced by what waits in `added`. Parts are numbered anew from 1, stock first.
    """
    kept, _ = _divided(before, given_back)
    return _numbered((*(part for part in kept if part.source == STOCK), *added))


def readdress(before: Sequence[Promise], held: Mapping[int, int], calendar: Calendar) -> tuple[Promise, ...]:
    """The parts of one line that goes elsewhere now: units held by location, and those that wait, arrive by its transit.

    Units that have left a location keep the date they left with; so does what nobody knows a date for.
    """
    waiting = sum(part.quantity for part in before if part.source != STOCK)
    gone, here = _divided(before, {**held, _WAITING: waiting})
    return _numbered((*gone, *(_arriving(part, calendar) for part in here)))


def _arriving(part: Promise, calendar: Calendar) -> Promise:
    if part.location_id is None or part.ship_by is None:
        return part
    return msgspec.structs.replace(part, deliver_by=calendar.deliver_by(part.location_id, part.ship_by))


def hand_over(
    giver: Sequence[Promise], taker: Sequence[Promise], *, to_line: int, allocated: Mapping[int, int], backordered: int
) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """The parts of two lines after units went from one to the other with their dates: `allocated` by location."""
    kept, gone = _divided(giver, {**allocated, _WAITING: backordered})
    return _numbered(kept), _numbered((*taker, *(msgspec.structs.replace(part, line_number=to_line) for part in gone)))


_WAITING = 0
"""The place of units that wait, beside the keys of locations."""


def _divided(parts: Sequence[Promise], units: Mapping[int, int]) -> tuple[list[Promise], list[Promise]]:
    """The parts without so many units of each place, and these units; the last part of a place gives first."""
    left = dict(units)
    kept: list[Promise] = []
    given: list[Promise] = []
    for part in reversed(parts):
        place = part.location_id if part.source == STOCK and part.location_id is not None else _WAITING
        taken = min(left.get(place, 0), part.quantity)
        left[place] = left.get(place, 0) - taken
        if taken:
            given.append(msgspec.structs.replace(part, quantity=taken))
        if part.quantity > taken:
            kept.append(msgspec.structs.replace(part, quantity=part.quantity - taken))
    return kept[::-1], given[::-1]


def _numbered(parts: Iterable[Promise]) -> tuple[Promise, ...]:
    """Parts numbered from 1, stock first."""
    ordered = sorted(parts, key=lambda part: part.source != STOCK)
    return tuple(msgspec.structs.replace(part, part=number) for number, part in enumerate(ordered, 1))
