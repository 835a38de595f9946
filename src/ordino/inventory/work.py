"""What a handler does to stock: locked levels with running counters, and what is to be written in the end.

A counter changes only by a movement or a reservation, so level, bucket and movement come from one value.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.engine import Statements, Unit
from ordino.inventory.accounts import AVAILABLE, bucket_at
from ordino.inventory.allocations import lock_levels
from ordino.inventory.problems import NotEnoughStock
from ordino.inventory.rows import BucketRow, LevelChange, LevelRow, MovementRow, Pair
from ordino.kernel.problems import InvalidInput, Problem

SQL = Statements("ordino.inventory")
MAXIMUM_QUANTITY = 1_000_000_000_000


def quantity_problem(quantity: int, *, minimum: int = 1, field: str = "quantity") -> Problem | None:
    """Quantities are counts in reach of a level; nothing else is accepted."""
    if minimum <= quantity <= MAXIMUM_QUANTITY:
        return None
    return InvalidInput(field=field, reason=f"must be from {minimum} to {MAXIMUM_QUANTITY}, not {quantity}")


class StockWork:
    """The levels of some pairs, locked, as they are after what was done so far; `write` writes it all in sets."""

    def __init__(self, unit: Unit, pairs: Sequence[Pair]) -> None:
        self._unit = unit
        self._known = {row.pair: row for row in lock_levels(unit, pairs)}
        self._levels = dict(self._known)
        buckets = unit.fetch(SQL.select_buckets, BucketRow, pairs=list(pairs)) if pairs else []
        self._buckets = {(Pair(row.sku_id, row.location_id), row.bucket): row.quantity for row in buckets}
        self._bucket_changes: dict[tuple[Pair, str], int] = {}
        self._movements: list[MovementRow] = []
        self._begun: set[Pair] = set()

    def level(self, pair: Pair) -> LevelRow:
        """The level as it is now; one that is not there yet is empty."""
        return self._levels.get(pair) or LevelRow(pair.sku_id, pair.location_id, 0, 0, 0, 0, 0)

    def free_in(self, pair: Pair, bucket: str) -> int:
        """Units of a bucket that may be moved away: of `available` those that are neither reserved nor allocated."""
        return self.level(pair).available if bucket == AVAILABLE else self._buckets.get((pair, bucket), 0)

    def standing_in(self, pair: Pair, bucket: str) -> int:
        """Units that stand in a bucket, promised or not."""
        level = self.level(pair)
        return level.on_hand - level.unavailable if bucket == AVAILABLE else self._buckets.get((pair, bucket), 0)

    def shortage(self, pair: Pair, bucket: str, asked: int, *, sku: str, location: str) -> Problem | None:
        """The refusal where a bucket cannot give what is asked, or None."""
        found = self.free_in(pair, bucket)
        if asked <= found:
            return None
        return NotEnoughStock(sku=sku, location=location, bucket=bucket, asked=asked, found=found)

    def begin(self, pair: Pair) -> None:
        """Make sure that the level exists in the end."""
        self._begun.add(pair)

    def move(
        self,
        pair: Pair,
        quantity: int,
        *,
        source: str,
        target: str,
        reason: str,
        reference: str = "",
        lot_id: int | None = None,
    ) -> None:
        """Move units between two accounts; those that are of the pair's location change its level."""
        self._enter(pair, source, -quantity)
        self._enter(pair, target, quantity)
        now = self._unit.now
        self._movements.append(MovementRow(pair.sku_id, quantity, source, target, reason, reference, lot_id, now))

    def reserve(self, pair: Pair, quantity: int) -> None:
        """Keep units for an owner, or with a negative quantity give them back."""
        level = self.level(pair)
        self._levels[pair] = replace(level, reserved=level.reserved + quantity)

    def write(self) -> None:
        """Write levels, buckets and movements: at most five statements."""
        changes = [change for pair in sorted(self._levels) if (change := self._change(pair))]
        self._unit.write(SQL.change_levels, [c for c in changes if Pair(c.sku_id, c.location_id) in self._known])
        fresh = {Pair(c.sku_id, c.location_id): c for c in changes if Pair(c.sku_id, c.location_id) not in self._known}
        for pair in self._begun - fresh.keys() - self._known.keys():
            fresh[pair] = LevelChange(pair.sku_id, pair.location_id)
        self._unit.write(SQL.create_levels, [fresh[pair] for pair in sorted(fresh)])
        buckets = [BucketRow(p.sku_id, p.location_id, bucket, n) for (p, bucket), n in self._bucket_changes.items()]
        self._unit.write(SQL.add_to_buckets, [row for row in buckets if row.quantity > 0])
        self._unit.write(SQL.take_from_buckets, [row for row in buckets if row.quantity < 0])
        self._unit.write(SQL.insert_movements, self._movements)

    def _enter(self, pair: Pair, account: str, quantity: int) -> None:
        bucket = bucket_at(account, pair.location_id)
        if bucket is None:
            return
        level = self.level(pair)
        kept_back = 0 if bucket == AVAILABLE else quantity
        self._levels[pair] = replace(level, on_hand=level.on_hand + quantity, unavailable=level.unavailable + kept_back)
        if kept_back:
            key = pair, bucket
            self._buckets[key] = self._buckets.get(key, 0) + quantity
            self._bucket_changes[key] = self._bucket_changes.get(key, 0) + quantity

    def _change(self, pair: Pair) -> LevelChange | None:
        before = self._known.get(pair) or LevelRow(pair.sku_id, pair.location_id, 0, 0, 0, 0, 0)
        after = self._levels[pair]
        change = LevelChange(
            pair.sku_id,
            pair.location_id,
            after.on_hand - before.on_hand,
            after.reserved - before.reserved,
            after.unavailable - before.unavailable,
        )
        return change if change != LevelChange(pair.sku_id, pair.location_id) else None
