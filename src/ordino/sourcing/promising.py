"""Writes promises: new ones for orders just sourced, other ones for lines whose units have moved. Used by the handlers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

import msgspec

from ordino.engine import Unit
from ordino.engine.reader import encode_rows
from ordino.inventory.rows import AllocationRow
from ordino.kernel.messages import Record
from ordino.orders.promised import promised_anew, promised_first
from ordino.sourcing.decide.backorders import precedence
from ordino.sourcing.decide.promises import (
    Promise,
    PromiseSlip,
    Supply,
    SupplyPool,
    promise_lines,
    readdress,
    refit,
    slips,
)
from ordino.sourcing.decide.rows import PlannedAllocation, PlannedBackorder
from ordino.sourcing.facts import SQL, Network
from ordino.sourcing.lines import OrderLine


class PromiseRow(Record, frozen=True):
    """A promise as it is stored."""

    order_id: int
    line_number: int
    part: int
    quantity: int
    source: str
    ship_by: date | None
    deliver_by: date | None
    incoming_id: int | None
    reasons: tuple[str, ...]
    location_id: int | None
    transfer_id: int | None

    def promise(self) -> Promise:
        return Promise(
            self.line_number,
            self.part,
            self.quantity,
            self.source,
            self.ship_by,
            self.deliver_by,
            self.incoming_id,
            tuple(self.reasons),
            self.location_id,
            self.transfer_id,
        )


class LineKey(Record, frozen=True):
    order_id: int
    line_number: int


class LineChange(Record, frozen=True):
    """Units of a line that moved: given back, newly allocated; and how many wait afterwards.

    `held` is what stays allocated, where the order's destination has changed; None where it has not.
    """

    order_id: int
    line_number: int
    sku_id: int
    channel_id: int
    country: str
    waiting: int
    given_back: tuple[AllocationRow, ...] = ()
    allocated: tuple[PlannedAllocation, ...] = ()
    held: tuple[AllocationRow, ...] | None = None


def changes_of(
    lines: Sequence[OrderLine],
    *,
    given_back: Sequence[AllocationRow] = (),
    allocated: Sequence[AllocationRow] = (),
) -> list[LineChange]:
    """What allocations given back and made do to lines that were read before, in the lines' order of precedence.

    The units of a line stay: what is given back and not allocated elsewhere waits, what is allocated beyond it waited.
    """
    back, new = rows_by_line(given_back), rows_by_line(allocated)
    changes = []
    for line in sorted(lines, key=lambda line: (precedence(line.claim(1)), line.number)):
        key = LineKey(line.order_id, line.number)
        gone, come = back.get(key, ()), new.get(key, ())
        changes.append(
            LineChange(
                order_id=line.order_id,
                line_number=line.number,
                sku_id=line.sku_id,
                channel_id=line.channel_id,
                country=line.country,
                waiting=line.backordered + sum(row.quantity for row in gone) - sum(row.quantity for row in come),
                given_back=tuple(gone),
                allocated=tuple(
                    PlannedAllocation(row.line_number, row.sku_id, row.location_id, row.quantity) for row in come
                ),
            )
        )
    return changes


def rows_by_line(rows: Sequence[AllocationRow]) -> dict[LineKey, list[AllocationRow]]:
    """Allocations by their line, in their order."""
    by_line: dict[LineKey, list[AllocationRow]] = {}
    for row in rows:
        by_line.setdefault(LineKey(row.order_id, row.line_number), []).append(row)
    return by_line


def units_by_location(rows: Iterable[AllocationRow]) -> Counter[int]:
    """The units of allocations by their location."""
    units: Counter[int] = Counter()
    for row in rows:
        units[row.location_id] += row.quantity
    return units


class NewPromises(Record, frozen=True):
    """An order's promises of the changed lines, before and after."""

    order_id: int
    before: tuple[Promise, ...]
    after: tuple[Promise, ...]

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def slips(self) -> tuple[PromiseSlip, ...]:
        return slips(self.before, self.after)


def insert_promises(unit: Unit, promises: Sequence[tuple[int, Sequence[Promise]]]) -> None:
    """Write the promises of lines that have none yet, by order."""
    _insert(unit, promises)
    days = {order_id: [p.ship_by for p in parts if p.ship_by is not None] for order_id, parts in promises}
    promised_first(unit, {order_id: min(found, default=None) for order_id, found in days.items()})


def _insert(unit: Unit, promises: Sequence[tuple[int, Sequence[Promise]]]) -> None:
    rows = [
        PromiseRow(
            order_id,
            p.line_number,
            p.part,
            p.quantity,
            p.source,
            p.ship_by,
            p.deliver_by,
            p.incoming_id,
            p.reasons,
            p.location_id,
            p.transfer_id,
        )
        for order_id, parts in promises
        for p in parts
    ]
    unit.write(SQL.insert_promises, rows, now=unit.now)


def open_supply(unit: Unit, sku_ids: Sequence[int], except_lines: Sequence[LineKey] = ()) -> SupplyPool:
    """Units of the SKUs that are to come and not promised yet; what `except_lines` were promised counts as free."""
    if not sku_ids:
        return SupplyPool()
    return SupplyPool(
        unit.fetch(
            SQL.select_supply, Supply, sku_ids=sorted(set(sku_ids)), except_lines=encode_rows(list(except_lines))
        )
    )


def promises_of_lines(unit: Unit, keys: Sequence[LineKey]) -> dict[LineKey, list[Promise]]:
    """What the lines are promised now; lines without promises are left out."""
    stored = unit.fetch(SQL.select_promises, PromiseRow, lines=list(keys)) if keys else []
    return {
        LineKey(*key): [row.promise() for row in rows]
        for key, rows in groupby(stored, key=lambda row: (row.order_id, row.line_number))
    }


def replace_promises(unit: Unit, promises: Mapping[LineKey, Sequence[Promise]]) -> None:
    """Forget what the lines were promised and write what they are promised now."""
    unit.write(SQL.delete_promises, list(promises))
    _insert(unit, [(key.order_id, parts) for key, parts in promises.items()])
    promised_anew(unit, {key.order_id for key in promises})


def promise_anew(
    unit: Unit, network: Network, changes: Sequence[LineChange], ready_at: datetime
) -> dict[int, NewPromises]:
    """Rewrite the promises of changed lines, in the given order of precedence; answers them by order.

    Units still held keep their dates, unless they go elsewhere; new units ship from `ready_at` on; what waits is promised from
    the supply that is open.
    """
    if not changes:
        return {}
    keys = [LineKey(change.order_id, change.line_number) for change in changes]
    before = promises_of_lines(unit, keys)
    pool = open_supply(unit, [change.sku_id for change in changes if change.waiting], keys)
    after = {
        key: _refit_line(before.get(key, []), change, pool, network, ready_at)
        for key, change in zip(keys, changes, strict=True)
    }
    moved = [key for key in keys if after[key] != tuple(before.get(key, []))]
    replace_promises(unit, {key: after[key] for key in moved})
    return _by_order(keys, before, after)


def _refit_line(
    before: Sequence[Promise], change: LineChange, pool: SupplyPool, network: Network, ready_at: datetime
) -> tuple[Promise, ...]:
    calendar = network.calendar(change.channel_id, change.country)
    waiting = [PlannedBackorder(change.line_number, change.sku_id, change.waiting)] if change.waiting else []
    added = promise_lines(change.allocated, waiting, pool, calendar, ready_at)
    after = refit(before, given_back=units_by_location(change.given_back), added=added)
    return after if change.held is None else readdress(after, units_by_location(change.held), calendar)


def _by_order(
    keys: Sequence[LineKey], before: dict[LineKey, list[Promise]], after: dict[LineKey, tuple[Promise, ...]]
) -> dict[int, NewPromises]:
    result: dict[int, NewPromises] = {}
    for key in sorted(keys, key=lambda key: (key.order_id, key.line_number)):
        known = result.get(key.order_id) or NewPromises(key.order_id, (), ())
        result[key.order_id] = msgspec.structs.replace(
            known, before=(*known.before, *before.get(key, [])), after=(*known.after, *after[key])
        )
    return result
