"""Reads of orders."""

from datetime import date, datetime
from typing import Literal

import msgspec

from ordino.api.answers import Refuse
from ordino.api.problems import InvalidParameter
from ordino.api.reads.actions import PermittedAction, permitted_actions
from ordino.api.reads.reading import (
    Asked,
    Change,
    ChangedSince,
    Page,
    PageQuery,
    Query,
    Read,
    by_state,
    found,
    only_known,
)
from ordino.kernel.messages import Record
from ordino.orders import queries
from ordino.orders.lifecycle import HOLD, ORDER
from ordino.orders.queries import (
    CHEAPEST,
    DEAREST,
    EARLIEST,
    FIRST_HOLDS,
    FIRST_OF_OLDEST,
    FIRST_PAGE,
    FIRST_TO_SHIP,
    LATEST,
    HoldCursor,
    OrderCursor,
    OrderFilter,
    ShipCursor,
    TotalCursor,
)
from ordino.orders.rows import PostalAddress
from ordino.orders.views import (
    ChangedOrder,
    ChargeView,
    DiscountView,
    HoldView,
    LineAllocation,
    LinePromise,
    LineView,
    OrderHead,
    OrderSummary,
    OrderToShip,
    OrderView,
    QueuedHold,
)
from ordino.payments.queries import permitted_on

MOST_FOUND = 200
ABOUT_ANY_ORDER = ("WriteNote", "AssignOrder", "WatchOrder")


class OrderResource(Record, frozen=True):
    """An order with its lines, money, holds, sources and promises, and what may be done with it and each hold now."""

    order: OrderHead
    ship_to: PostalAddress
    bill_to: PostalAddress | None
    lines: list[LineView]
    charges: list[ChargeView]
    discounts: list[DiscountView]
    holds: list[HoldView]
    allocations: list[LineAllocation]
    promises: list[LinePromise]
    permitted_actions: list[PermittedAction]


class OrderHappening(Record, frozen=True):
    """One event of an order, by whom and in which command."""

    sequence: int
    event: str
    command: str
    actor: str
    recorded_at: datetime
    data: msgspec.Raw


class Timeline(Record, frozen=True):
    """What has happened to an order, the first event first."""

    events: list[OrderHappening]


class OrderList(PageQuery, frozen=True, kw_only=True):
    """Orders, the newest first. States may be several; `placed_before` is not included.

    `sort` is `-placed_at`, `placed_at`, `-total_minor` (the dearest first) or `total_minor`; by total only with a `currency`.
    """

    state: tuple[str, ...] = ()
    fulfillment_status: str | None = None
    channel: str | None = None
    currency: str | None = None
    customer_id: int | None = None
    hold_reason: str | None = None
    placed_from: datetime = EARLIEST
    placed_before: datetime = LATEST
    sort: Literal["-placed_at", "placed_at", "-total_minor", "total_minor"] = "-placed_at"


class ChangedOrderList(ChangedSince, frozen=True, kw_only=True):
    """Orders to which something has happened since then; states may be several."""

    state: tuple[str, ...] = ()


class ToShipList(PageQuery, frozen=True, kw_only=True):
    """Open orders by the day on which they are promised to leave; `ship_before` is not included."""

    ship_before: date | None = None
    channel: str | None = None


class OrderSearch(Query, frozen=True, kw_only=True):
    """`q` is a number, a reference, an e-mail address, a SKU, or how a customer's name begins."""

    q: str


class HoldList(PageQuery, frozen=True, kw_only=True):
    """Open holds, those due first."""

    reason: tuple[str, ...] = ()
    owner: str | None = None


def list_orders(asked: Asked) -> Page[OrderSummary]:
    """Orders by state, channel, currency, customer, hold or time: the newest first, or the dearest of a currency."""
    query: OrderList = asked.query
    wanted = OrderFilter(
        states=only_known(query.state, ORDER.states, "state") or ORDER.states,
        fulfillment_status=query.fulfillment_status,
        channel=asked.own_channel(query.channel),
        currency=query.currency,
        customer_id=query.customer_id,
        hold_reason=query.hold_reason,
        placed_from=query.placed_from,
        placed_before=query.placed_before,
    )
    return _by_total(asked, wanted) if query.sort in ("-total_minor", "total_minor") else _by_time(asked, wanted)


def _by_time(asked: Asked, wanted: OrderFilter) -> Page[OrderSummary]:
    oldest_first = asked.query.sort == "placed_at"
    after, limit = asked.after(FIRST_OF_OLDEST if oldest_first else FIRST_PAGE), asked.query.limit + 1
    rows = queries.list_orders(asked.reader, wanted, after=after, limit=limit, oldest_first=oldest_first)
    return asked.page(rows, lambda row: OrderCursor(row.placed_at, row.id))


def _by_total(asked: Asked, wanted: OrderFilter) -> Page[OrderSummary]:
    """Raises Refuse without a currency: 1000 JPY are less than 1000 EUR."""
    if wanted.currency is None:
        reason = "name one to sort by total, since amounts of different currencies do not compare"
        raise Refuse(InvalidParameter(parameter="currency", reason=reason))
    cheapest_first = asked.query.sort == "total_minor"
    after, limit = asked.after(CHEAPEST if cheapest_first else DEAREST), asked.query.limit + 1
    rows = queries.list_orders_by_total(asked.reader, wanted, after=after, limit=limit, cheapest_first=cheapest_first)
    return asked.page(rows, lambda row: TotalCursor(row.total_minor, row.id))


def list_changed_orders(asked: Asked) -> Page[ChangedOrder]:
    """Orders that have changed since a moment, each once, in the order of their last change: for who polls.

    What was being written at that moment may come a little later: begin some seconds before the last `changed_at`, or follow
    the events, of which none is skipped.
    """
    query: ChangedOrderList = asked.query
    rows = queries.changed_orders(
        asked.reader,
        since=query.since,
        states=only_known(query.state, ORDER.states, "state") or ORDER.states,
        channel=asked.own_channel(query.channel),
        after_position=asked.after(Change(0)).position,
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: Change(row.position))


def list_orders_to_ship(asked: Asked) -> Page[OrderToShip]:
    """Open orders of which something has still to leave, what is due first at the head."""
    query: ToShipList = asked.query
    rows = queries.orders_to_ship(
        asked.reader,
        before=query.ship_before,
        channel=asked.own_channel(query.channel),
        after=asked.after(FIRST_TO_SHIP),
        limit=query.limit + 1,
    )
    return asked.page(rows, lambda row: ShipCursor(row.ship_by, row.id))


def search_orders(asked: Asked) -> Page[OrderSummary]:
    """Orders by what somebody has in hand, at most 200, the newest first."""
    rows = queries.search_orders(asked.reader, asked.query.q, limit=MOST_FOUND)
    return Page(items=[row for row in rows if asked.caller.channel in (None, row.channel)], next=None)


def show_order(asked: Asked) -> OrderResource:
    """One order. Its ETag names its version, which `If-Match` of a change takes."""
    order_id = asked.keys["order_id"]
    view = found(queries.show_order(asked.reader, order_id, history=False), "order", order_id)
    return OrderResource(
        view.order,
        view.ship_to,
        view.bill_to,
        view.lines,
        view.charges,
        view.discounts,
        view.holds,
        view.allocations,
        view.promises,
        _actions(asked, view),
    )


def _actions(asked: Asked, view: OrderView) -> list[PermittedAction]:
    """What its state permits, what its money and the units with the customer do, and what is always possible; then each hold."""
    order = view.order
    returnable = any(line.delivered > line.return_expected + line.returned for line in view.lines)
    further = (*permitted_on(order), *(("RequestReturn",) if returnable else ()), *ABOUT_ANY_ORDER)
    own = permitted_actions(asked, ORDER.permitted(order.state) + further, order_id=order.id)
    of_holds = (
        permitted_actions(asked, HOLD.permitted(hold.state), order_id=order.id, hold_id=hold.id) for hold in view.holds
    )
    return own + [action for actions in of_holds for action in actions]


def show_timeline(asked: Asked) -> Timeline:
    """What has happened to one order, by whom and in which command."""
    order_id = asked.keys["order_id"]
    happened = found(queries.order_timeline(asked.reader, order_id) or None, "order", order_id)
    return Timeline(
        [OrderHappening(one.sequence, one.event, one.command, one.actor, one.recorded_at, one.data) for one in happened]
    )


def list_holds(asked: Asked) -> Page[QueuedHold]:
    """Open holds that somebody has to decide, those due first."""
    query: HoldList = asked.query
    after, limit = asked.after(FIRST_HOLDS), query.limit + 1
    rows = queries.hold_queue(asked.reader, reasons=query.reason or None, owner=query.owner, after=after, limit=limit)
    return asked.page(rows, lambda row: HoldCursor(row.due_at or LATEST, row.id))


_ACTS = by_state(ORDER, "order_id")
READS = (
    Read("/orders", "orders", OrderList, Page[OrderSummary], list_orders, "filtered", acts=_ACTS),
    Read(
        "/orders/changed", "orders", ChangedOrderList, Page[ChangedOrder], list_changed_orders, "filtered", acts=_ACTS
    ),
    Read("/orders/to-ship", "orders", ToShipList, Page[OrderToShip], list_orders_to_ship, "filtered", acts=_ACTS),
    Read("/orders/search", "orders", OrderSearch, Page[OrderSummary], search_orders, "filtered", acts=_ACTS),
    Read("/orders/{order_id}", "orders", Query, OrderResource, show_order, "by_key", ("order_id",)),
    Read("/orders/{order_id}/timeline", "orders", Query, Timeline, show_timeline, "by_key", ("order_id",)),
    Read(
        "/holds",
        "orders",
        HoldList,
        Page[QueuedHold],
        list_holds,
        "refused",
        acts=by_state(HOLD, "hold_id", "order_id", state=lambda _: "open"),
    ),
)
