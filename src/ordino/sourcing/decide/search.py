"""Weigh sets of locations for an order: all up to `MAX_SETS`, beyond that those grown from the widest covers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from types import MappingProxyType
from typing import NamedTuple

from ordino.sourcing.decide.costs import Parcel, parcel_cost
from ordino.sourcing.decide.rows import DemandLine, PlannedAllocation, SourceLocation, SourcingRules
from ordino.sourcing.decide.stock import RunningStock

MAX_SETS = 512
MAX_GROWN = 32

Ranks = tuple[int, ...]


class Question(NamedTuple):
    """One order's lines, its units by SKU, what they are weighed against, and by line what the channel's buffer keeps back."""

    lines: Sequence[DemandLine]
    needs: dict[int, int]
    locations: Sequence[SourceLocation]
    stock: RunningStock
    rules: SourcingRules
    used: frozenset[int] = frozenset()
    kept_back: Mapping[int, int] = MappingProxyType({})

    def further(self, location_ids: Iterable[int]) -> int:
        """How many parcels the order has more when these locations send."""
        return len(set(location_ids) - self.used)

    def extra_parcels(self, parcels: Sequence[Parcel]) -> int:
        """Parcels beyond the order's first."""
        further = self.further(parcel.location.id for parcel in parcels)
        return further if self.used else max(0, further - 1)

    def available(self, sku_id: int, location: SourceLocation) -> int:
        return self.stock.available.get((sku_id, location.id), 0)

    def cover(self, location: SourceLocation, needs: dict[int, int]) -> int:
        """Units of `needs` the location could send."""
        return sum(min(quantity, self.available(sku, location)) for sku, quantity in needs.items())


class Way(NamedTuple):
    """A set of locations with what each would send; the way with the smallest `key` is the best."""

    uncovered: int
    cost_minor: int
    ranks: Ranks
    parcels: tuple[Parcel, ...]

    @property
    def key(self) -> tuple[int, int, int, Ranks]:
        return self.uncovered, self.cost_minor, len(self.parcels), self.ranks


def weigh(question: Question, max_parcels: int) -> list[Way]:
    """The ways to fulfill, best first; sets in which a location would send nothing are left out.

    Locations that the order uses already count among the `max_parcels` and cost no further parcel.
    """
    needs = question.needs
    useful = [place for place in question.locations if question.cover(place, needs) > 0]
    useful.sort(key=lambda place: (place.priority, -question.cover(place, needs), place.id))
    limit = min(max_parcels, len(useful))
    exact = sum(comb(len(useful), size) for size in range(1, limit + 1)) <= MAX_SETS
    sets = _all_sets(len(useful), limit) if exact else _grown_sets(question, useful, limit)
    room = max(0, max_parcels - len(question.used))
    member_sets = ((ranks, [useful[rank] for rank in ranks]) for ranks in sets)
    ways = (
        _way(question, ranks, members)
        for ranks, members in member_sets
        if question.further(place.id for place in members) <= room
    )
    return sorted((way for way in ways if all(parcel.allocations for parcel in way.parcels)), key=lambda way: way.key)


def _all_sets(count: int, limit: int) -> Iterator[Ranks]:
    return (ranks for size in range(1, limit + 1) for ranks in combinations(range(count), size))


def _grown_sets(question: Question, useful: Sequence[SourceLocation], limit: int) -> list[Ranks]:
    """Single locations, and from each of the widest the sets that grow by the location that adds most."""
    sets: set[Ranks] = {(rank,) for rank in range(min(len(useful), MAX_SETS))}
    widest = sorted(range(len(useful)), key=lambda rank: (-question.cover(useful[rank], question.needs), rank))
    for first in widest[:MAX_GROWN]:
        missing, chosen = question.needs, [first]
        while len(chosen) < limit:
            last = useful[chosen[-1]]
            missing = {sku: max(0, units - question.available(sku, last)) for sku, units in missing.items()}
            if not any(missing.values()):
                break
            rest = [rank for rank in widest if rank not in chosen]
            gains = {rank: question.cover(useful[rank], missing) for rank in rest}
            chosen.append(max(rest, key=lambda rank: (gains[rank], -rank)))
            sets.add(tuple(sorted(chosen)))
    return sorted(sets)


def _way(question: Question, ranks: Ranks, members: Sequence[SourceLocation]) -> Way:
    """What the locations send when they are used in their order, the lines in theirs."""
    open_units = {line.number: line.quantity - question.kept_back.get(line.number, 0) for line in question.lines}
    parcels = tuple(Parcel(place, _load(question, place, open_units), question.stock) for place in members)
    cost = sum(parcel_cost(parcel, question.rules) for parcel in parcels)
    cost += question.rules.extra_parcel_cost_minor * question.extra_parcels(parcels)
    return Way(sum(open_units.values()) + sum(question.kept_back.values()), cost, ranks, parcels)


def _load(question: Question, location: SourceLocation, open_units: dict[int, int]) -> list[PlannedAllocation]:
    """What one location sends of the units still open, which it lowers."""
    left = {sku: question.available(sku, location) for sku in question.needs}
    rows = []
    for line in question.lines:
        quantity = min(open_units[line.number], left[line.sku_id])
        if quantity > 0:
            rows.append(PlannedAllocation(line.number, line.sku_id, location.id, quantity))
            open_units[line.number] -= quantity
            left[line.sku_id] -= quantity
    return rows
