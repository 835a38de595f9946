"""The order-to-cash story: what follows what, in the same transaction.

An order is placed → its lines get sources and dates. An order is changed → new lines get sources, canceled ones give theirs
back. An order ends → its goods are free again. Goods arrive or turn up → they go to who waits for them. Goods are missing →
those who go last give theirs back. Supply is rescheduled → promises follow.
"""

from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.orders.events import OrderCanceled, OrderChanged, OrderExpired, OrderPlaced
from ordino.sourcing.commands import ReleaseAllocations, SourceOrder, lines_to_source, source_placed_order


@follows(OrderPlaced, required=True)
def source_what_was_placed(happened: StreamEvent) -> SourceOrder | None:
    assert isinstance(happened.event, OrderPlaced)
    return source_placed_order(happened.event)
