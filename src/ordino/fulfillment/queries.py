"""Reads for edges: what waits, what is to be picked on a walk, what one fulfillment order holds."""

from collections.abc import Sequence
from datetime import date, datetime

from ordino.engine import NEWEST, Reader, Window
from ordino.fulfillment.decide.choose_box import BoxRow
from ordino.fulfillment.facts import SQL
from ordino.fulfillment.lifecycle import FULFILLMENT_ORDER, OPEN
from ordino.kernel.counts import MOST_COUNTED
from ordino.kernel.messages import Record

DEFAULT_LIMIT = 100
_HIGHEST_PRIORITY = 2**31 - 1


class FulfillmentOrderView(Record, frozen=True):
    """A fulfillment order with what it comes to: units to fulfill, picked, packed, shipped."""

    id: int
    order_id: int
    location: str
    method: str
    state: str
    priority: int
    created_at: datetime
    released_at: datetime | None
    pick_batch_id: int | None
    lines: int
    quantity: int
    picked: int
    packed: int
    shipped: int
    held: bool


class FulfillmentCursor(Record, frozen=True):
    """The last row of a page of fulfillment orders."""

    priority: int
    id: int


FIRST_FULFILLMENTS = FulfillmentCursor(_HIGHEST_PRIORITY, 0)


class FulfillmentCount(Record, frozen=True):
    """How many fulfillment orders are in a state."""

    state: str
    orders: int


class FulfillmentLineView(Record, frozen=True):
    line_number: int
    sku: str
    name: str
    bin: str
    quantity: int
    picked: int
    packed: int
    shipped: int
    short: int
    withdrawn: int


class PackageView(Record, frozen=True):
    id: int
    fulfillment_order_id: int
    sscc: str
    box: str
    weight_grams: int
    state: str
    shipment_id: int | None
    quantity: int


class PickStop(Record, frozen=True):
    """Units of a SKU to take at a stop of the walk for one fulfillment order; an empty `bin` is not assigned."""

    bin: str
    sku: str
    name: str
    barcode: str
    fulfillment_order_id: int
    order_id: int
    line_number: int
    quantity: int


class OpenWalk(Record, frozen=True):
    """An open pick batch: its fulfillment orders, the units to pick and those that are picked."""

    id: int
    location: str
    opened_at: datetime
    orders: int
    quantity: int
    picked: int


class ReadyOrder(Record, frozen=True):
    """A confirmed order with free units that no hold keeps from going on, in its order of precedence."""

    order_id: int
    priority: int
    ship_by: date | None


class ReadyCursor(Record, frozen=True):
    """The last row of a page of ready orders."""

    priority: int
    ship_by: date | None
    order_id: int


FIRST_READY = ReadyCursor(_HIGHEST_PRIORITY, None, 0)


def fulfillment_orders(
    reader: Reader,
    *,
    location: str | None = None,
    state: str | None = None,
    order_id: int | None = None,
    after: FulfillmentCursor = FIRST_FULFILLMENTS,
    limit: int = DEFAULT_LIMIT,
) -> list[FulfillmentOrderView]:
    """Fulfillment orders by precedence; without a state or order those that are not ended."""
    every = FULFILLMENT_ORDER.states if order_id is not None else OPEN
    return reader.fetch(
        SQL.select_fulfillment_orders,
        FulfillmentOrderView,
        location=location,
        states=list(every) if state is None else [state],
        order_id=order_id,
        after_priority=after.priority,
        after_id=after.id,
        limit=limit,
    )


def list_fulfillment_orders(
    reader: Reader,
    *,
    states: Sequence[str] = FULFILLMENT_ORDER.states,
    location: str | None = None,
    channel: str | None = None,
    window: Window = NEWEST,
) -> list[FulfillmentOrderView]:
    """A page of fulfillment orders, by number, ended ones too; with a channel those of its orders."""
    return reader.fetch_window(
        SQL.select_fulfillment_order_page,
        FulfillmentOrderView,
        window,
        states=list(states),
        location=location,
        channel=channel,
    )


def count_fulfillment_orders(reader: Reader, *, location: str | None = None) -> list[FulfillmentCount]:
    """How many of the fulfillment orders that are not ended are in each state, none counted beyond `MOST_COUNTED`."""
    return reader.fetch(
        SQL.count_fulfillment_orders, FulfillmentCount, location=location, states=list(OPEN), most=MOST_COUNTED
    )


def fulfillment_order(reader: Reader, fulfillment_order_id: int) -> FulfillmentOrderView | None:
    return reader.fetch_one(SQL.select_fulfillment_order, FulfillmentOrderView, id=fulfillment_order_id)


def lines(reader: Reader, fulfillment_order_id: int) -> list[FulfillmentLineView]:
    """The lines of a fulfillment order with the bins of its location."""
    return reader.fetch(SQL.select_line_views, FulfillmentLineView, id=fulfillment_order_id)


def packages(
    reader: Reader, *, fulfillment_order_id: int | None = None, order_id: int | None = None
) -> list[PackageView]:
    """The packages of a fulfillment order or of an order, those taken apart included."""
    return reader.fetch(
        SQL.select_package_views, PackageView, fulfillment_order_id=fulfillment_order_id, order_id=order_id
    )


def pick_list(
    reader: Reader, *, pick_batch_id: int | None = None, fulfillment_order_id: int | None = None
) -> list[PickStop]:
    """What is left to be picked of a pick batch or of one fulfillment order, in walking order."""
    return reader.fetch(
        SQL.select_pick_list, PickStop, pick_batch_id=pick_batch_id, fulfillment_order_id=fulfillment_order_id
    )


def open_walks(reader: Reader, *, location: str | None = None, pick_batch_id: int | None = None) -> list[OpenWalk]:
    """Pick batches that are not closed, the oldest first."""
    return reader.fetch(SQL.select_open_walks, OpenWalk, location=location, pick_batch_id=pick_batch_id)


def ready_orders(
    reader: Reader, *, after: ReadyCursor = FIRST_READY, limit: int = DEFAULT_LIMIT, automatic: bool = False
) -> list[ReadyOrder]:
    """Orders that can be planned, by priority, then by the day they are promised to be shipped.

    With `automatic` only those that hold goods where a worker releases.
    """
    return reader.fetch(
        SQL.select_ready_orders,
        ReadyOrder,
        after_priority=after.priority,
        after_ship_by="infinity" if after.ship_by is None else after.ship_by,
        after_id=after.order_id,
        limit=limit,
        automatic=automatic,
        among=_at_automatic_locations(reader) if automatic else None,
    )


def _at_automatic_locations(reader: Reader) -> list[int] | None:
    """The orders with free units where a worker releases; None where they are many: then reading by precedence finds some soon."""
    order_ids = reader.fetch_values(SQL.select_orders_at_automatic_locations, limit=MOST_COUNTED)
    return sorted(set(order_ids)) if len(order_ids) < MOST_COUNTED else None


def automatic_locations(reader: Reader) -> list[str]:
    """The locations that a worker lets begin with what is ready."""
    return reader.fetch_values(SQL.select_automatic_locations)


def boxes(reader: Reader) -> list[BoxRow]:
    """The boxes that are packed into."""
    return reader.fetch(SQL.select_boxes, BoxRow)
