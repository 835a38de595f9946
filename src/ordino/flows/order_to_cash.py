"""The order-to-cash story: what follows what, in the same transaction. This is where to begin to read.

An order is placed: its lines get sources and dates; it is looked at for fraud (`checking_orders`). It changes: new lines get
sources, canceled ones give theirs back. It is split or merged: goods and dates follow their units. Confirmed, it is told to the
customer (`telling_customers`), released, picked and packed (`goods_out`). Handed over, it is invoiced, and what was authorized is
captured (`money_in`). Delivered and paid, it is complete. What comes back is received, inspected and refunded (`goods_back`). It
ends otherwise: all its goods are free again, its money goes back. Whatever goes wrong becomes somebody's work
(`raising_exceptions`); new stock finds who waits for it (`stock_to_promise`).

`required` means that what happened is refused where what must follow is.
"""

from ordino.billing.events import CreditNoteIssued
from ordino.delivery.events import (
    ServicesPerformed,
    ShipmentDelivered,
    ShipmentEvent,
    ShipmentLost,
    ShipmentReturnedToSender,
)
from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.orders.commands import CompleteOrder
from ordino.orders.events import (
    HoldReleased,
    OrderCanceled,
    OrderChanged,
    OrderExpired,
    OrderMerged,
    OrderPlaced,
    OrderSplit,
    order_stream,
)
from ordino.orders.rows import MovedUnits as UnitsOfAnotherOrder
from ordino.payments.events import PaymentCaptured, PaymentEvent, PaymentRefunded
from ordino.returns.events import ReturnClosed
from ordino.sourcing.commands import (
    LineToSource,
    MoveAllocations,
    MovedUnits,
    ReleaseAllocations,
    SourceOrder,
    lines_to_source,
    source_placed_order,
)


@follows(OrderPlaced, required=True)
def source_what_was_placed(happened: StreamEvent) -> SourceOrder | None:
    assert isinstance(happened.event, OrderPlaced)
    return None if happened.event.split_from is not None else source_placed_order(happened.event)


@follows(OrderChanged, required=True)
def release_what_was_canceled(happened: StreamEvent) -> ReleaseAllocations | None:
    assert isinstance(happened.event, OrderChanged)
    if any(units.bucket != "unsourced" for units in happened.event.canceled):
        return ReleaseAllocations(order_id=happened.event.order_id)
    return None


@follows(OrderChanged, required=True)
def source_what_was_added(happened: StreamEvent) -> SourceOrder | None:
    changed = happened.event
    assert isinstance(changed, OrderChanged)
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


@follows(OrderCanceled, required=True)
@follows(OrderExpired, required=True)
def release_what_ended(happened: StreamEvent) -> ReleaseAllocations | None:
    ended = happened.event
    assert isinstance(ended, OrderCanceled | OrderExpired)
    if any(units.bucket != "unsourced" for units in ended.canceled):
        return ReleaseAllocations(order_id=ended.order_id)
    return None


@follows(ShipmentDelivered, required=False)
@follows(ShipmentLost, required=False)
@follows(ShipmentReturnedToSender, required=False)
@follows(ServicesPerformed, required=False)
@follows(PaymentCaptured, required=False)
@follows(PaymentRefunded, required=False)
@follows(CreditNoteIssued, required=False)
@follows(ReturnClosed, required=False)
@follows(HoldReleased, required=False)
@follows(OrderChanged, required=False)
def complete_what_has_nothing_open(happened: StreamEvent) -> CompleteOrder:
    """Asked after everything that may have been the last: goods, money, returns, holds. Refused while anything is open."""
    event = happened.event
    assert isinstance(
        event,
        ShipmentEvent
        | ServicesPerformed
        | PaymentEvent
        | CreditNoteIssued
        | ReturnClosed
        | HoldReleased
        | OrderChanged,
    )
    return CompleteOrder(order_id=event.order_id)


@follows(OrderSplit, required=True)
def let_goods_follow_what_was_split_off(happened: StreamEvent) -> MoveAllocations | None:
    split = happened.event
    assert isinstance(split, OrderSplit)
    if happened.stream != order_stream(split.order_id):
        return None
    return _move(split.order_id, split.new_order_id, split.units)


@follows(OrderMerged, required=True)
def let_goods_follow_what_was_merged(happened: StreamEvent) -> MoveAllocations | None:
    merged = happened.event
    assert isinstance(merged, OrderMerged)
    if happened.stream != order_stream(merged.order_id):
        return None
    return _move(merged.from_order_id, merged.order_id, merged.units)


def _move(order_id: int, to_order_id: int, units: tuple[UnitsOfAnotherOrder, ...]) -> MoveAllocations | None:
    moved = tuple(
        MovedUnits(line.from_line, line.to_line, line.allocated, line.backordered)
        for line in units
        if line.shippable and line.allocated + line.backordered
    )
    return MoveAllocations(order_id=order_id, to_order_id=to_order_id, units=moved) if moved else None
