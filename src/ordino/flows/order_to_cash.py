"""The order-to-cash story: what follows what, in the same transaction.

An order is placed: its lines get sources and dates. It changes: new lines get sources, canceled ones give theirs back. It ends:
all its goods are free again. `required` means that the order is refused where its sourcing is.
"""

from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.orders.events import OrderCanceled, OrderChanged, OrderExpired, OrderPlaced
from ordino.sourcing.commands import (
    LineToSource,
    ReleaseAllocations,
    SourceOrder,
    lines_to_source,
    source_placed_order,
)


@follows(OrderPlaced, required=True)
def source_what_was_placed(happened: StreamEvent) -> SourceOrder | None:
    assert isinstance(happened.event, OrderPlaced)
    return source_placed_order(happened.event)


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
