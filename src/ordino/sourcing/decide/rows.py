"""What a sourcing decision reads and what it answers.

Quantities are a SKU's smallest units, costs minor units of the channel's currency.
"""

from collections.abc import Mapping

from msgspec import field

from ordino.kernel.messages import Record


class DemandLine(Record, frozen=True):
    """Units of a SKU that an order line still needs a source for."""

    number: int
    sku_id: int
    quantity: int
    backorderable: bool = True


class Demand(Record, frozen=True):
    """What one order needs, and what it accepts where stock is short (`out_of_stock`: backorder or refuse).

    `used` are the locations its other units come from already; `waits` says that other lines of a ship-complete order
    wait, so that these do, too. `reserved` are units by SKU that its own checkout has kept for it.
    """

    lines: tuple[DemandLine, ...]
    ship_complete: bool = False
    out_of_stock: str = "backorder"
    used: frozenset[int] = frozenset()
    waits: bool = False
    reserved: Mapping[int, int] = field(default_factory=dict)


class SourceLocation(Record, frozen=True):
    """A location that may fulfill the order; a parcel from there costs `fixed_cost_minor`; lower `priority` first."""

    id: int
    code: str
    priority: int = 100
    fixed_cost_minor: int = 0
    distance_metres: int | None = None
    capacity_left: int | None = None


class CostSetting(Record, frozen=True):
    """A named cost function (see `costs.COSTS`) and its amount, for example distance at 2 minor units a kilometre."""

    name: str
    amount_minor: int


class SourcingRules(Record, frozen=True):
    """How a channel sources: the split limit, a price for each parcel beyond the first, further costs, and how many units of a
    SKU it leaves in stock.
    """

    max_parcels: int = 3
    extra_parcel_cost_minor: int = 0
    costs: tuple[CostSetting, ...] = ()
    stock_buffer: int = 0


class PlannedAllocation(Record, frozen=True, omit_defaults=True):
    line_number: int
    sku_id: int
    location_id: int
    quantity: int


class PlannedBackorder(Record, frozen=True, omit_defaults=True):
    line_number: int
    sku_id: int
    quantity: int


class NamedCost(Record, frozen=True, omit_defaults=True):
    name: str
    cost_minor: int


class Candidate(Record, frozen=True, omit_defaults=True):
    """One way to fulfill that was weighed: locations by code, units covered, costs, and the verdict.

    Verdicts: chosen, costlier, more_parcels, lower_rank (equal cost and parcels, later in the location order), short
    (covers fewer units than the chosen way, or than the order must have).
    """

    locations: tuple[str, ...]
    covered: int
    cost_minor: int
    verdict: str
    costs: tuple[NamedCost, ...] = ()


class Shortage(Record, frozen=True, omit_defaults=True):
    """A SKU of which less can be had under the rules than is wanted."""

    sku_id: int
    wanted: int
    available: int


class Plan(Record, frozen=True, omit_defaults=True):
    """What becomes of a demand: allocations + backorders = demand, unless `refused`; the ways weighed, chosen first.

    Reasons are codes: clear_winner, cheapest, fewest_parcels, location_order, only_way, short, channel_buffer, split_limit,
    ship_complete_waits, no_location, refused_short, unknown_cost.
    """

    allocations: tuple[PlannedAllocation, ...] = ()
    backorders: tuple[PlannedBackorder, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    refused: bool = False
