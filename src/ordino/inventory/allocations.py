"""The only way stock is committed to orders; for the layer above, inside its own transaction.

The order of work: `lock_levels` (or `lock_levels_of_skus`), decide with what it answers, then `convert_reservations`,
`deallocate` and `allocate`. Each is one statement for any number of rows. Every function expects the levels it touches
to be locked in this transaction; without that two batches could wait for each other, but still never oversell.
"""

from collections import Counter
from collections.abc import Sequence

from ordino.engine import Statements, Unit
from ordino.engine.reader import Answer
from ordino.inventory.rows import AllocationMove, AllocationRow, LevelRow, Pair, ReservationRow
from ordino.kernel.messages import Record

SQL = Statements("ordino.inventory")


class StockGuardError(RuntimeError):
    """Stock was to be moved that is not there: the decision was wrong, or made without the lock. Nothing is committed."""


class _LockedLevel(LevelRow, frozen=True):
    has_expired: bool


class _Demand(Record, frozen=True):
    """What all lines together ask of a level."""

    sku_id: int
    location_id: int
    quantity: int


class _LockedAhead:
    def __init__(self, answer: Answer[_LockedLevel]) -> None:
        self.answer = answer


def lock_levels(unit: Unit, pairs: Sequence[Pair]) -> list[LevelRow]:
    """Lock the levels of the pairs in key order, free what has expired there, and answer them without unknown pairs."""
    if not pairs:
        return []
    return _free_expired(unit, unit.fetch(SQL.lock_levels, _LockedLevel, pairs=list(pairs), now=unit.now))


def lock_levels_of_skus(unit: Unit, sku_ids: Sequence[int]) -> list[LevelRow]:
    """Lock the levels of the SKUs at every location, in key order, free what has expired there, and answer them.

    What was locked ahead is not asked again.
    """
    ahead = unit.take_foreseen(_LockedAhead)
    locked = [] if ahead is None else [row for row in ahead.answer.rows() if row.sku_id in set(sku_ids)]
    missing = sorted(set(sku_ids) - {row.sku_id for row in locked})
    if missing:
        locked += unit.fetch(SQL.lock_levels_of_skus, _LockedLevel, sku_ids=missing, now=unit.now)
    return _free_expired(unit, locked)


def lock_levels_ahead(unit: Unit, codes: Sequence[str]) -> None:
    """Ask for the levels of SKUs before it is decided what is taken of them; the next `lock_levels_of_skus` finds them."""
    unit.foresee(_LockedAhead(unit.ask(SQL.lock_levels_of_codes, _LockedLevel, codes=list(codes), now=unit.now)))


def allocate(unit: Unit, rows: Sequence[AllocationRow]) -> None:
    """Commit units to order lines, adding to what a line has already; quantities are positive.

    Where a level cannot give the sum of what is asked of it the transaction fails, at once as StockGuardError or at its end.
    """
    lines: Counter[tuple[int, int, int, int]] = Counter()
    levels: Counter[tuple[int, int]] = Counter()
    for row in rows:
        lines[row.order_id, row.line_number, row.location_id, row.sku_id] += row.quantity
        levels[row.sku_id, row.location_id] += row.quantity
    asked = [AllocationRow(*line, quantity) for line, quantity in lines.items()]
    demand = [_Demand(*level, quantity) for level, quantity in levels.items()]
    unit.write_assured(SQL.allocate, asked, StockGuardError, demand=demand, now=unit.now)


def deallocate(unit: Unit, rows: Sequence[AllocationRow]) -> None:
    """Take committed units back from order lines; they are available again.

    Raises StockGuardError where a line does not hold what is to be taken back.
    """
    if not rows:
        return
    missing = unit.fetch(SQL.deallocate, AllocationRow, rows=rows)
    if missing:
        raise StockGuardError(f"not allocated: {missing[:5]}")


def move_allocation(unit: Unit, moves: Sequence[AllocationMove]) -> None:
    """Let order lines take their units from another location: all of it or, by StockGuardError, nothing."""
    given_back = [(m.order_id, m.line_number, m.from_location_id, m.sku_id, m.quantity) for m in moves]
    taken = [(m.order_id, m.line_number, m.to_location_id, m.sku_id, m.quantity) for m in moves]
    deallocate(unit, [AllocationRow(*row) for row in given_back])
    allocate(unit, [AllocationRow(*row) for row in taken])


def reservations_of(unit: Unit, owners: Sequence[str]) -> list[ReservationRow]:
    """The live reservations of the owners, oldest first: units that are there for their owner and for nobody else."""
    if not owners:
        return []
    return unit.fetch(SQL.select_reservations_of_owners, ReservationRow, owners=list(owners), now=unit.now)


def convert_reservations(unit: Unit, owners: Sequence[str]) -> list[ReservationRow]:
    """End the live reservations of the owners so that `allocate` may take the units; answers what was converted.

    From then on the units are available to everyone in this transaction: whoever decides keeps them for the owner.
    """
    if not owners:
        return []
    return unit.fetch(SQL.convert_reservations, ReservationRow, owners=list(owners), now=unit.now)


def allocations_of_orders(unit: Unit, order_ids: Sequence[int]) -> list[AllocationRow]:
    """What is committed to the orders."""
    return unit.fetch(SQL.select_allocations_of_orders, AllocationRow, order_ids=list(order_ids))


def allocations_of_levels(unit: Unit, pairs: Sequence[Pair]) -> list[AllocationRow]:
    """What is committed from the levels."""
    return unit.fetch(SQL.select_allocations_of_levels, AllocationRow, pairs=list(pairs)) if pairs else []


def _free_expired(unit: Unit, locked: Sequence[_LockedLevel]) -> list[LevelRow]:
    due = [row.pair for row in locked if row.has_expired]
    freed = unit.fetch(SQL.free_expired_reservations, LevelRow, pairs=due, now=unit.now) if due else []
    fresh = {row.pair: row for row in freed}
    return [fresh.get(row.pair, row) for row in locked]
