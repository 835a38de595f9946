"""The order-to-cash story: what follows what, in the same transaction.

An order is placed: its lines get sources and dates. It changes: new lines get sources, canceled ones give theirs back. It is
split or merged: goods and dates follow their units. It ends: all its goods are free again. `required` means that the order is
refused where its sourcing is.
"""

from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.orders.events import (
    OrderCanceled,
    OrderChanged,
    OrderExpired,
    OrderMerged,
    OrderPlaced,
    OrderSplit,
    order_stream,
)
from ordino.orders.rows import MovedUnits as UnitsOfAnotherOrder
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
