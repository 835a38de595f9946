"""What has happened to orders. The stream of order 10482 is `order/10482`."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from ordino.kernel.messages import Event, StreamEvent
from ordino.orders.rows import (
    ChosenSku,
    DeliveryTerms,
    HoldScope,
    LeavingUnits,
    MovedUnits,
    OpenedHold,
    OutOfStock,
    PlacedLine,
    PostalAddress,
)


def order_stream(order_id: int) -> str:
    return f"order/{order_id}"


def happened(order_id: int, version: int, events: Sequence["OrderEvent"]) -> tuple[StreamEvent, ...]:
    """The events in the stream of an order, each with the version the order has now; one that says a version keeps it."""
    stream = order_stream(order_id)
    return tuple(
        StreamEvent(stream, event if event.order_version else structs.replace(event, order_version=version))
        for event in events
    )


class OrderEvent(Event, frozen=True, kw_only=True):
    """Something that has happened to an order. `order_version` is the version the order has with it; 0 in events from before
    it was told.
    """

    order_id: int
    order_version: int = 0


class OrderDrafted(OrderEvent, frozen=True, kw_only=True):
    pass


class DraftRevised(OrderEvent, frozen=True, kw_only=True):
    pass


class OrderPlaced(OrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that was agreed; what sources, pays and fulfills needs nothing else.

    An order that was split off (`split_from`) brings its sources and its share of the money with it.
    """

    channel_id: int
    channel: str
    split_from: int | None = None
    external_reference: str | None = None
    customer_id: int | None = None
    currency: str
    total_minor: int
    placed_at: datetime
    lines: tuple[PlacedLine, ...]
    ship_to: PostalAddress
    ship_complete: bool = False
    maximum_parcels: int | None = None
    out_of_stock: OutOfStock = "backorder"
    priority: int = 0
    reservation_owner: str = ""
    holds: tuple[OpenedHold, ...] = ()


class OrderConfirmed(OrderEvent, frozen=True, kw_only=True):
    pass


class OrderCompleted(OrderEvent, frozen=True, kw_only=True):
    pass


class HoldOpened(OrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    hold_id: int
    reason: str
    scope: HoldScope = "order"
    line_number: int | None = None
    detail: str = ""


class HoldReleased(OrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    hold_id: int
    reason: str
    note: str = ""


class HoldAssigned(OrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    hold_id: int
    owner: str
    due_at: datetime | None = None


class OrderChanged(OrderEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A change order was applied: lines added, units canceled, charges waived, SKUs chosen, the address changed."""

    added: tuple[PlacedLine, ...] = ()
    canceled: tuple[LeavingUnits, ...] = ()
    canceled_charges: tuple[int, ...] = ()
    chosen: tuple[ChosenSku, ...] = ()
    terms: DeliveryTerms | None = None
    ship_to: PostalAddress | None = None
    total_minor_before: int
    total_minor_after: int
    reason: str = ""


class OrderCanceled(OrderEvent, frozen=True, kw_only=True):
    reason: str
    canceled: tuple[LeavingUnits, ...]


class OrderExpired(OrderEvent, frozen=True, kw_only=True):
    canceled: tuple[LeavingUnits, ...]


class OrderPrioritized(OrderEvent, frozen=True, kw_only=True):
    before: int
    after: int


class OrderSplit(OrderEvent, frozen=True, kw_only=True):
    """Units left this order for a new one, with their money and sources. Stands in the streams of both."""

    new_order_id: int
    units: tuple[MovedUnits, ...]
    total_minor_before: int
    total_minor_after: int


class OrderMerged(OrderEvent, frozen=True, kw_only=True):
    """Everything of `from_order_id`, which is canceled, now belongs to this order. Stands in the streams of both."""

    from_order_id: int
    from_order_version: int = 0
    added: tuple[PlacedLine, ...]
    units: tuple[MovedUnits, ...]
    total_minor_before: int
    total_minor_after: int
