"""How goods leave a location: what follows from refusals, from units that are not there, from cancellations, from arrivals.

This module is read before `order_to_cash`: what an order cancels is first taken off the fulfillment orders, and only then given
back to stock.
"""

from ordino.engine import follows
from ordino.fulfillment.commands import CloseFulfillment, WithdrawCanceledUnits
from ordino.fulfillment.events import FulfillmentRejected, ShortPicked
from ordino.inventory.commands import AdjustStock
from ordino.kernel.messages import StreamEvent
from ordino.orders.events import (
    OrderCanceled,
    OrderChanged,
    OrderCompleted,
    OrderExpired,
    OrderMerged,
    OrderSplit,
    order_stream,
)
from ordino.sourcing.commands import ResourceLine


@follows(OrderChanged, required=True)
@follows(OrderCanceled, required=True)
@follows(OrderExpired, required=True)
def take_canceled_units_off_fulfillment(happened: StreamEvent) -> WithdrawCanceledUnits | None:
    """For all that gives stock back, not only where units are released: so it always goes before `ReleaseAllocations`."""
    event = happened.event
    assert isinstance(event, OrderChanged | OrderCanceled | OrderExpired)
    if any(units.bucket != "unsourced" for units in event.canceled):
        return WithdrawCanceledUnits(order_id=event.order_id)
    return None


@follows(OrderSplit, required=True)
@follows(OrderMerged, required=True)
def take_moved_units_off_plans(happened: StreamEvent) -> WithdrawCanceledUnits | None:
    """Only what is not released goes to another order; a plan for it ends where it was."""
    event = happened.event
    assert isinstance(event, OrderSplit | OrderMerged)
    giver = event.order_id if isinstance(event, OrderSplit) else event.from_order_id
    return WithdrawCanceledUnits(order_id=giver) if happened.stream == order_stream(giver) else None


@follows(FulfillmentRejected, required=True)
def source_elsewhere_what_a_location_refuses(happened: StreamEvent) -> tuple[ResourceLine, ...]:
    rejected = happened.event
    assert isinstance(rejected, FulfillmentRejected)
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


@follows(ShortPicked, required=True)
def source_elsewhere_what_was_not_there(happened: StreamEvent) -> ResourceLine:
    short = happened.event
    assert isinstance(short, ShortPicked)
    return ResourceLine(
        order_id=short.order_id,
        line_number=short.line_number,
        location=short.location,
        quantity=short.short,
        reason="short",
    )


@follows(ShortPicked, required=True)
def write_off_what_was_not_there(happened: StreamEvent) -> AdjustStock:
    short = happened.event
    assert isinstance(short, ShortPicked)
    return AdjustStock(
        sku=short.sku,
        location=short.location,
        change=-short.short,
        reason="short pick",
        reference=f"fulfillment/{short.fulfillment_order_id}",
    )


@follows(OrderCompleted, required=True)
def close_what_fulfilled_the_order(happened: StreamEvent) -> CloseFulfillment:
    assert isinstance(happened.event, OrderCompleted)
    return CloseFulfillment(order_id=happened.event.order_id)
