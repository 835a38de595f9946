"""What has happened to orders. The stream of order 10482 is `order/10482`."""

from datetime import datetime

from ordino.kernel.messages import Event
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


class OrderDrafted(Event, frozen=True, kw_only=True):
    order_id: int


class DraftRevised(Event, frozen=True, kw_only=True):
    order_id: int


class OrderPlaced(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that was agreed; what sources, pays and fulfills needs nothing else.

    An order that was split off (`split_from`) brings its sources and its share of the money with it.
    """

    order_id: int
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


class OrderConfirmed(Event, frozen=True, kw_only=True):
    order_id: int


class OrderCompleted(Event, frozen=True, kw_only=True):
    order_id: int


class HoldOpened(Event, frozen=True, kw_only=True, omit_defaults=True):
    order_id: int
    hold_id: int
    reason: str
    scope: HoldScope = "order"
    line_number: int | None = None
    detail: str = ""


class HoldReleased(Event, frozen=True, kw_only=True, omit_defaults=True):
    order_id: int
    hold_id: int
    reason: str
    note: str = ""


class HoldAssigned(Event, frozen=True, kw_only=True, omit_defaults=True):
    order_id: int
    hold_id: int
    owner: str
    due_at: datetime | None = None


class OrderChanged(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A change order was applied: lines added, units canceled, charges waived, SKUs chosen, the address changed."""

    order_id: int
    added: tuple[PlacedLine, ...] = ()
    canceled: tuple[LeavingUnits, ...] = ()
    canceled_charges: tuple[int, ...] = ()
    chosen: tuple[ChosenSku, ...] = ()
    terms: DeliveryTerms | None = None
    ship_to: PostalAddress | None = None
    total_minor_before: int
    total_minor_after: int


class OrderCanceled(Event, frozen=True, kw_only=True):
    order_id: int
    reason: str
    canceled: tuple[LeavingUnits, ...]


class OrderExpired(Event, frozen=True, kw_only=True):
    order_id: int
    canceled: tuple[LeavingUnits, ...]


class OrderPrioritized(Event, frozen=True, kw_only=True):
    order_id: int
    before: int
    after: int


class OrderSplit(Event, frozen=True, kw_only=True):
    """Units left this order for a new one, with their money and sources. Stands in the streams of both."""

    order_id: int
    new_order_id: int
    units: tuple[MovedUnits, ...]
    total_minor_before: int
    total_minor_after: int


class OrderMerged(Event, frozen=True, kw_only=True):
    """Everything of `from_order_id`, which is canceled, now belongs to this order. Stands in the streams of both."""

    order_id: int
    from_order_id: int
    added: tuple[PlacedLine, ...]
    units: tuple[MovedUnits, ...]
    total_minor_before: int
    total_minor_after: int
