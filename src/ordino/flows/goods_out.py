"""How goods leave a location: what follows from refusals, from units that are not there, from cancellations, from arrivals.

`wiring` names this module before `order_to_cash`: what an order cancels is first taken off the fulfillment orders, and only then
given back to stock.
"""

from ordino.delivery.commands import RecordTracking
from ordino.delivery.events import CarrierMessageReceived
from ordino.engine import follows
from ordino.fulfillment.commands import CloseFulfillment, WithdrawCanceledUnits
from ordino.fulfillment.events import FulfillmentRejected, ShortPicked
from ordino.inventory.commands import AdjustStock
from ordino.orders.events import (
    OrderCanceled,
    OrderChanged,
    OrderCompleted,
    OrderExpired,
    OrderMerged,
    OrderSplit,
)
from ordino.sourcing.commands import ResourceLine


@follows(required=True)
def take_canceled_units_off_fulfillment(
    changed: OrderChanged | OrderCanceled | OrderExpired,
) -> WithdrawCanceledUnits | None:
    """For all that gives stock back, not only where units are released: so it always goes before `ReleaseAllocations`."""
    if any(units.bucket != "unsourced" for units in changed.canceled):
        return WithdrawCanceledUnits(order_id=changed.order_id)
    return None


@follows(required=True)
def take_moved_units_off_plans(moved: OrderSplit | OrderMerged) -> WithdrawCanceledUnits:
    """Only what is not released goes to another order; a plan for it ends where it was."""
    giver = moved.order_id if isinstance(moved, OrderSplit) else moved.from_order_id
    return WithdrawCanceledUnits(order_id=giver)


@follows(required=True)
def source_elsewhere_what_a_location_refuses(rejected: FulfillmentRejected) -> tuple[ResourceLine, ...]:
    return tuple(
        ResourceLine(
            order_id=rejected.order_id,
            line_number=units.line_number,
            location=rejected.location,
            quantity=units.quantity,
            reason="refused",
        )
        for units in rejected.lines
    )


@follows(required=True)
def source_elsewhere_what_was_not_there(short: ShortPicked) -> ResourceLine:
    return ResourceLine(
        order_id=short.order_id,
        line_number=short.line_number,
        location=short.location,
        quantity=short.short,
        reason="short",
    )


@follows(required=True)
def write_off_what_was_not_there(short: ShortPicked) -> AdjustStock:
    return AdjustStock(
        sku=short.sku,
        location=short.location,
        change=-short.short,
        reason="short pick",
        reference=f"fulfillment/{short.fulfillment_order_id}",
    )


@follows(required=False)
def record_what_a_carrier_says(received: CarrierMessageReceived) -> tuple[RecordTracking, ...]:
    """What it says of parcels that are not ours is refused, and dropped."""
    return received.said


@follows(required=True)
def close_what_fulfilled_the_order(completed: OrderCompleted) -> CloseFulfillment:
    return CloseFulfillment(order_id=completed.order_id)
