"""What may be asked of sourcing. SKUs and locations are named by their codes, quantities are smallest units."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from ordino.kernel.messages import Command, Record, Result
from ordino.orders.events import OrderPlaced
from ordino.orders.rows import OutOfStock, PlacedLine
from ordino.sourcing.decide.rows import CostSetting, Plan
from ordino.sourcing.events import AllocationsReleased, KeptUnits


class SourcingCommand(Command, frozen=True, kw_only=True):
    """A command on plans, backorders and promises."""

    context: ClassVar[str] = "sourcing"


class LineToSource(Record, frozen=True):
    """Units of an order line in the bucket `unsourced`."""

    number: int
    sku_id: int
    sku: str
    quantity: int
    backorderable: bool = True


class Sourced(Result, frozen=True, kw_only=True):
    """What the order got."""

    order_id: int
    plan: Plan


class SourceOrder(SourcingCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Allocate or backorder unsourced lines of an order just placed or changed, and promise dates.

    It carries the order's facts, so that nothing is read again. Refused with `InsufficientStock` where the order takes
    no backorder.
    """

    result: ClassVar[type[Result]] = Sourced
    order_id: int
    channel_id: int
    placed_at: datetime
    lines: tuple[LineToSource, ...]
    country: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    ship_complete: bool = False
    maximum_parcels: int | None = None
    out_of_stock: OutOfStock = "backorder"
    reservation_owner: str = ""


class CartLine(Record, frozen=True):
    """Units of a SKU, by its code or barcode, in a cart; a bundle keeps what is in it."""

    sku: str
    quantity: int


class CheckoutReservation(Result, frozen=True, kw_only=True):
    """What is kept where, until when; the order of the cart names `reservation` as its `reservation_owner`."""

    reservation: str
    expires_at: datetime
    units: tuple[KeptUnits, ...]


class ReserveCheckout(SourcingCommand, frozen=True, kw_only=True):
    """Keep the units of a cart for some minutes, where an order of it would take them.

    Refused with `InsufficientStock` where not all are there. Only an order of the channel that names the reservation takes
    them; what it does not take is free again. An order that names a reservation that keeps nothing any more is refused.
    """

    result: ClassVar[type[Result]] = CheckoutReservation
    channel: str
    cart: str
    minutes: int
    lines: tuple[CartLine, ...]


class CheckoutReleasedResult(Result, frozen=True, kw_only=True):
    """How many reservations of the cart ended; 0 where it kept nothing."""

    reservation: str
    released: int


class ReleaseCheckout(SourcingCommand, frozen=True, kw_only=True):
    """Let go of what is kept for a cart, before its time."""

    result: ClassVar[type[Result]] = CheckoutReleasedResult
    channel: str
    cart: str


class Filled(Result, frozen=True, kw_only=True):
    """How many units of how many orders were filled."""

    orders: int
    quantity: int


class FillBackorders(SourcingCommand, frozen=True, kw_only=True):
    """Give what is available of a SKU at a location to the backorders, in their order of precedence."""

    result: ClassVar[type[Result]] = Filled
    sku: str
    location: str


class PromisesRefreshed(Result, frozen=True, kw_only=True):
    """How many orders have other dates now, and how many of them later ones."""

    changed_orders: int
    late_orders: int


class RefreshPromises(SourcingCommand, frozen=True, kw_only=True):
    """Promise anew what waits for a SKU, after its incoming supply has changed."""

    result: ClassVar[type[Result]] = PromisesRefreshed
    sku: str


class RenewPromises(SourcingCommand, frozen=True, kw_only=True):
    """Promise an order anew after its address or priority has changed: by the other transit, and by its other rank among those
    who wait for the same supply.
    """

    result: ClassVar[type[Result]] = PromisesRefreshed
    order_id: int


class Released(Result, frozen=True, kw_only=True):
    """How many units the order no longer has."""

    quantity: int


class ReleaseAllocations(SourcingCommand, frozen=True, kw_only=True):
    """Give back what is allocated to an order beyond what its lines still hold, after units were canceled."""

    result: ClassVar[type[Result]] = Released
    order_id: int


class MovedUnits(Record, frozen=True):
    """Units of a line that belong to a line of another order now, by the bucket they are in."""

    from_line: int
    to_line: int
    allocated: int = 0
    backordered: int = 0


class MoveAllocations(SourcingCommand, frozen=True, kw_only=True):
    """Let allocations and promises follow units that were split off or merged into another order."""

    result: ClassVar[type[Result]] = Released
    order_id: int
    to_order_id: int
    units: tuple[MovedUnits, ...]


class Resourced(Result, frozen=True, kw_only=True):
    """Where the units come from now; what no other location has is backordered."""

    order_id: int
    allocated: int
    backordered: int


class ResourceLine(SourcingCommand, frozen=True, kw_only=True):
    """Take units of a line from a location that refuses or lacks them, and source them elsewhere."""

    result: ClassVar[type[Result]] = Resourced
    order_id: int
    line_number: int
    location: str
    quantity: int
    reason: Literal["refused", "short", "closed"]


class DeallocateShortfall(SourcingCommand, frozen=True, kw_only=True):
    """Take allocated units of a level back that are not there, from the claims of the last precedence; they wait again."""

    result: ClassVar[type[Result]] = Released
    sku: str
    location: str
    quantity: int


class LocationCost(Record, frozen=True):
    """What a parcel from a location costs, in minor units of the channel's currency."""

    location: str
    amount_minor: int


class SourcingRulesSet(Result, frozen=True, kw_only=True, omit_defaults=True):
    """Whose rules were set; None for those of all other channels. `sample` is the plan of the sample order under them."""

    channel: str | None
    sample: Plan | None = None


class SetSourcingRules(SourcingCommand, frozen=True, kw_only=True):
    """Set how a channel sources; without a channel, how all channels do that have no rules of their own.

    The result tells how the order `sample_order_id` would be sourced under the rules, had it come through the channel now; it
    stays as it is. A preview with a sample explains rules before they are kept.
    """

    result: ClassVar[type[Result]] = SourcingRulesSet
    channel: str | None = None
    max_parcels: int = 3
    extra_parcel_cost_minor: int = 0
    default_transit_days: int | None = None
    costs: tuple[CostSetting, ...] = ()
    location_costs: tuple[LocationCost, ...] = ()
    sample_order_id: int | None = None


def source_placed_order(placed: OrderPlaced) -> SourceOrder | None:
    """The command that sources an order just placed; None where nothing in it is shipped."""
    lines = lines_to_source(placed.lines)
    if not lines:
        return None
    return SourceOrder(
        order_id=placed.order_id,
        channel_id=placed.channel_id,
        placed_at=placed.placed_at,
        lines=lines,
        country=placed.ship_to.country,
        ship_complete=placed.ship_complete,
        maximum_parcels=placed.maximum_parcels,
        out_of_stock=placed.out_of_stock,
        reservation_owner=placed.reservation_owner,
    )


def fill_with_freed(released: AllocationsReleased) -> tuple[FillBackorders, ...]:
    """The commands that give freed units to those who wait for them, one for each SKU and location."""
    pairs = dict.fromkeys((row.sku, row.location) for row in released.released)
    return tuple(FillBackorders(sku=sku, location=location) for sku, location in pairs)


def lines_to_source(lines: tuple[PlacedLine, ...]) -> tuple[LineToSource, ...]:
    """The lines that are shipped and whose SKU is known, as demand."""
    return tuple(
        [
            LineToSource(row.number, row.sku_id, row.sku, row.quantity, row.backorderable)
            for row in lines
            if row.shippable and row.sku_id is not None
        ]
    )
