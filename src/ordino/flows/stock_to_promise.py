"""How goods find who waits for them, in the same transaction.

Goods arrive, turn up or become free: they go to the backorders in their order of precedence. A cart's units are kept, and let
go. A count finds too little: the orders that go last give theirs back. Supply is announced, moved, canceled, sent from another
location or lost on the way: the dates promised from it follow.
"""

from ordino.engine import follows
from ordino.inventory.commands import ReleaseReservation, ReserveStock
from ordino.inventory.events import (
    IncomingCanceled,
    IncomingClosed,
    IncomingRescheduled,
    ReservationExpired,
    ReservationReleased,
    StockAdjusted,
    StockCounted,
    StockExpected,
    StockMadeAvailable,
    StockReceived,
    StockSent,
    TransferLost,
)
from ordino.sourcing.commands import DeallocateShortfall, FillBackorders, RefreshPromises, fill_with_freed
from ordino.sourcing.events import AllocationsReleased, CheckoutReleased, CheckoutReserved


@follows(required=True)
def keep_what_a_cart_holds(reserved: CheckoutReserved) -> tuple[ReserveStock, ...]:
    return tuple(
        ReserveStock(
            sku=units.sku,
            location=units.location,
            owner=reserved.reservation,
            quantity=units.quantity,
            minutes=reserved.minutes,
        )
        for units in reserved.units
    )


@follows(required=True)
def let_go_of_what_a_cart_held(released: CheckoutReleased) -> tuple[ReleaseReservation, ...]:
    return tuple(ReleaseReservation(reservation_id=key) for key in released.reservation_ids)


@follows(required=False)
def fill_backorders_with_what_became_available(
    came: StockReceived | StockMadeAvailable | ReservationReleased | ReservationExpired,
) -> FillBackorders:
    return FillBackorders(sku=came.sku, location=came.location)


@follows(required=False)
def fill_backorders_with_what_was_given_back(released: AllocationsReleased) -> tuple[FillBackorders, ...]:
    return fill_with_freed(released)


@follows(required=False)
def fill_backorders_with_what_turned_up(found: StockAdjusted | StockCounted) -> FillBackorders | None:
    return FillBackorders(sku=found.sku, location=found.location) if found.change > 0 else None


@follows(required=True)
def take_back_what_a_count_missed(counted: StockCounted) -> DeallocateShortfall | None:
    if not counted.shortfall:
        return None
    return DeallocateShortfall(sku=counted.sku, location=counted.location, quantity=counted.shortfall)


@follows(required=False)
def promise_by_the_new_supply(
    expected: StockExpected | IncomingRescheduled | IncomingClosed | IncomingCanceled | TransferLost,
) -> RefreshPromises:
    return RefreshPromises(sku=expected.sku)


@follows(required=False)
def promise_by_what_is_on_its_way(sent: StockSent) -> RefreshPromises | None:
    return None if sent.expected_at is None else RefreshPromises(sku=sent.sku)
