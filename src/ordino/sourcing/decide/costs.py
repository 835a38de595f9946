"""Named costs of a parcel. A cost function answers minor units, is never negative and never falls when units are added.

The choice relies on that: the cost of an empty parcel is a lower bound. Other packages add theirs with `register_cost`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ordino.sourcing.decide.rows import CostSetting, NamedCost, PlannedAllocation, SourceLocation, SourcingRules
from ordino.sourcing.decide.stock import RunningStock

METRES_PER_KILOMETRE = 1000
UNKNOWN_DISTANCE_METRES = 20_000_000  # half the Earth's circumference: an unknown distance is never the near one
FRESH_FOR_DAYS = 90


class Parcel(NamedTuple):
    """What one location would send."""

    location: SourceLocation
    allocations: Sequence[PlannedAllocation]
    stock: RunningStock


CostFunction = Callable[[Parcel, int], int]


def distance(parcel: Parcel, amount_minor: int) -> int:
    """`amount_minor` for each kilometre begun between location and destination."""
    metres = parcel.location.distance_metres
    return amount_minor * -(-(UNKNOWN_DISTANCE_METRES if metres is None else metres) // METRES_PER_KILOMETRE)


def capacity(parcel: Parcel, amount_minor: int) -> int:
    """`amount_minor` where the location has no order capacity left today."""
    location, left = parcel.location, parcel.location.capacity_left
    return amount_minor if left is not None and left <= parcel.stock.orders_taken.get(location.id, 0) else 0


def stock_age(parcel: Parcel, amount_minor: int) -> int:
    """`amount_minor` for each unit and each day its stock is younger than 90 days, so that old stock leaves first."""
    ages = parcel.stock.age_days
    return amount_minor * sum(
        row.quantity * max(0, FRESH_FOR_DAYS - ages.get((row.sku_id, row.location_id), 0)) for row in parcel.allocations
    )


COSTS: dict[str, CostFunction] = {"distance": distance, "capacity": capacity, "stock_age": stock_age}


def register_cost(name: str, function: CostFunction) -> None:
    """Let rules name a further cost; ValueError where another function has the name."""
    if COSTS.setdefault(name, function) is not function:
        raise ValueError(f"there is a cost named {name} already")


def unknown_costs(rules: SourcingRules) -> bool:
    """Whether the rules name a cost that no installed package offers any more: it counts for nothing, and the plan says so."""
    return any(cost.name not in COSTS for cost in rules.costs)


def parcel_cost(parcel: Parcel, rules: SourcingRules) -> int:
    """Minor units for one parcel: the location's fixed cost and every cost the rules name."""
    return parcel.location.fixed_cost_minor + sum(_cost(cost, parcel) for cost in rules.costs)


def _cost(setting: CostSetting, parcel: Parcel) -> int:
    """What one named cost says of a parcel; ValueError where a function breaks the rule that none is negative."""
    function = COSTS.get(setting.name)
    minor = 0 if function is None else function(parcel, setting.amount_minor)
    if minor < 0:
        raise ValueError(f"the cost {setting.name} answers {minor}; none may be negative")
    return minor


def itemized(parcels: Sequence[Parcel], rules: SourcingRules, extra_parcels: int) -> tuple[NamedCost, ...]:
    """The costs of all parcels by name, without zeros; `parcels` is the price of the parcels beyond the first."""
    named = [NamedCost("location", sum(parcel.location.fixed_cost_minor for parcel in parcels))]
    named += [NamedCost(cost.name, sum(_cost(cost, parcel) for parcel in parcels)) for cost in rules.costs]
    named.append(NamedCost("parcels", rules.extra_parcel_cost_minor * extra_parcels))
    return tuple(cost for cost in named if cost.cost_minor)
