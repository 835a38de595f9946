"""The order-to-cash story: what follows what, in the same transaction. This is where to begin to read.

An order is placed: its lines get sources and dates; it is looked at for fraud (`checking_orders`). It changes: new lines get
sources, canceled ones give theirs back, another address or priority means other dates. It is split or merged: goods and dates
follow their units. Confirmed, it is told to the customer (`telling_customers`), released, picked and packed (`goods_out`). Handed
over, it is invoiced, and what was authorized is captured (`money_in`). Delivered and paid, it is complete. What comes back is
received, inspected and refunded (`goods_back`). It ends otherwise: all its goods are free again, its money goes back. Whatever
goes wrong becomes somebody's work (`raising_exceptions`); new stock finds who waits for it (`stock_to_promise`).

`required` means that what happened is refused where what must follow is.
"""

from ordino.billing.events import CreditNoteIssued
from ordino.delivery.events import (
    ServicesPerformed,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentReturnedToSender,
)
from ordino.engine import follows, foresees
from ordino.orders.commands import CompleteOrder, PlaceOrder
from ordino.orders.events import (
    HoldReleased,
    OrderCanceled,
    OrderChanged,
    OrderExpired,
    OrderMerged,
    OrderPlaced,
    OrderPrioritized,
    OrderSplit,
)
from ordino.orders.rows import MovedUnits as UnitsOfAnotherOrder
from ordino.payments.events import PaymentCaptured, PaymentRefunded
from ordino.returns.events import ReturnCanceled, ReturnClosed, ReturnExpired
from ordino.sourcing.commands import (
    LineToSource,
    MoveAllocations,
    MovedUnits,
    ReleaseAllocations,
    RenewPromises,
    SourceOrder,
    lines_to_source,
    source_placed_order,
)
from ordino.sourcing.foresight import ask_before_placing

MaybeTheLast = (
    ShipmentDelivered
    | ShipmentLost
    | ShipmentReturnedToSender
    | ServicesPerformed
    | PaymentCaptured
    | PaymentRefunded
    | CreditNoteIssued
    | ReturnClosed
    | ReturnCanceled
    | ReturnExpired
    | HoldReleased
    | OrderChanged
)


foresees(PlaceOrder, ask_before_placing)


@follows(required=True)
def source_what_was_placed(placed: OrderPlaced) -> SourceOrder | None:
    return None if placed.split_from is not None else source_placed_order(placed)


@follows(required=True)
def release_what_was_canceled(changed: OrderChanged) -> ReleaseAllocations | None:
    if any(units.bucket != "unsourced" for units in changed.canceled):
        return ReleaseAllocations(order_id=changed.order_id)
    return None


@follows(required=True)
def source_what_was_added(changed: OrderChanged) -> SourceOrder | None:
    known_now = [
        LineToSource(line.line_number, line.sku_id, line.sku, line.quantity)
        for line in changed.chosen
        if line.shippable
    ]
    lines = (*lines_to_source(changed.added), *known_now)
    if not lines or changed.terms is None:
        return None
    terms = changed.terms
    return SourceOrder(
        order_id=changed.order_id,
        channel_id=terms.channel_id,
        placed_at=terms.placed_at,
        lines=lines,
        country=terms.country,
        ship_complete=terms.ship_complete,
        maximum_parcels=terms.maximum_parcels,
        out_of_stock=terms.out_of_stock,
    )


@follows(required=True)
def promise_what_goes_elsewhere(changed: OrderChanged) -> RenewPromises | None:
    return None if changed.ship_to is None else RenewPromises(order_id=changed.order_id)


@follows(required=True)
def promise_by_the_new_rank(prioritized: OrderPrioritized) -> RenewPromises:
    return RenewPromises(order_id=prioritized.order_id)


@follows(required=True)
def release_what_ended(ended: OrderCanceled | OrderExpired) -> ReleaseAllocations | None:
    if any(units.bucket != "unsourced" for units in ended.canceled):
        return ReleaseAllocations(order_id=ended.order_id)
    return None


@follows(required=False)
def complete_what_has_nothing_open(happened: MaybeTheLast) -> CompleteOrder:
    """Asked after everything that may have been the last: goods, money, returns, holds. Refused while anything is open."""
    return CompleteOrder(order_id=happened.order_id)


@follows(required=True)
def let_goods_follow_what_was_split_off(split: OrderSplit) -> MoveAllocations | None:
    return _move(split.order_id, split.new_order_id, split.units)


@follows(required=True)
def let_goods_follow_what_was_merged(merged: OrderMerged) -> MoveAllocations | None:
    return _move(merged.from_order_id, merged.order_id, merged.units)


def _move(order_id: int, to_order_id: int, units: tuple[UnitsOfAnotherOrder, ...]) -> MoveAllocations | None:
    moved = tuple(
        MovedUnits(line.from_line, line.to_line, line.allocated, line.backordered)
        for line in units
        if line.shippable and line.allocated + line.backordered
    )
    return MoveAllocations(order_id=order_id, to_order_id=to_order_id, units=moved) if moved else None
