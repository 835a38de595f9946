"""How goods find who waits for them, in the same transaction.

Goods arrive, turn up or become free: they go to the backorders in their order of precedence. A count finds too little: the
orders that go last give theirs back. Supply is announced, moved or canceled: the dates promised from it follow.
"""

from ordino.engine import follows
from ordino.inventory.events import (
    IncomingCanceled,
    IncomingClosed,
    IncomingRescheduled,
    ReservationExpired,
    ReservationReleased,
    StockAdjusted,
    StockCounted,
    StockEvent,
    StockExpected,
    StockMadeAvailable,
    StockReceived,
)
from ordino.kernel.messages import StreamEvent
from ordino.sourcing.commands import DeallocateShortfall, FillBackorders, RefreshPromises, fill_with_freed
from ordino.sourcing.events import AllocationsReleased


def _fill(happened: StreamEvent) -> FillBackorders:
    assert isinstance(happened.event, StockEvent)
    return FillBackorders(sku=happened.event.sku, location=happened.event.location)


@follows(StockReceived, required=False)
@follows(StockMadeAvailable, required=False)
@follows(ReservationReleased, required=False)
@follows(ReservationExpired, required=False)
def fill_backorders_with_what_became_available(happened: StreamEvent) -> FillBackorders:
    return _fill(happened)


@follows(AllocationsReleased, required=False)
def fill_backorders_with_what_was_given_back(happened: StreamEvent) -> tuple[FillBackorders, ...]:
    assert isinstance(happened.event, AllocationsReleased)
    return fill_with_freed(happened.event)


@follows(StockAdjusted, required=False)
@follows(StockCounted, required=False)
def fill_backorders_with_what_turned_up(happened: StreamEvent) -> FillBackorders | None:
    assert isinstance(happened.event, StockAdjusted | StockCounted)
    return _fill(happened) if happened.event.change > 0 else None


@follows(StockCounted, required=True)
def take_back_what_a_count_missed(happened: StreamEvent) -> DeallocateShortfall | None:
    counted = happened.event
    assert isinstance(counted, StockCounted)
    if not counted.shortfall:
        return None
    return DeallocateShortfall(sku=counted.sku, location=counted.location, quantity=counted.shortfall)


@follows(StockExpected, required=False)
@follows(IncomingRescheduled, required=False)
@follows(IncomingClosed, required=False)
@follows(IncomingCanceled, required=False)
def promise_by_the_new_supply(happened: StreamEvent) -> RefreshPromises:
    assert isinstance(happened.event, StockEvent)
    return RefreshPromises(sku=happened.event.sku)
