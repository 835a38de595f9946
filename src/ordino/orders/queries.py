"""Reads of orders for edges: the list, the search, one order with all that belongs to it, the queue of holds, duplicates.

Pages are keyset pages: the next one begins `after` the last row of the one before, so no page grows slower than the first.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec

from ordino.engine import Reader, Statement, read_backwards
from ordino.engine.wholes import Whole
from ordino.kernel.counts import MOST_COUNTED
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Record
from ordino.orders.decide.status import FULFILLMENT_STATUSES
from ordino.orders.events import order_stream
from ordino.orders.facts import SQL
from ordino.orders.lifecycle import ORDER
from ordino.orders.rows import PostalAddress
from ordino.orders.views import (
    ChangedOrder,
    ChargeView,
    DiscountView,
    Duplicate,
    Happening,
    HoldCount,
    HoldView,
    LineAllocation,
    LinePromise,
    LineView,
    OrderHead,
    OrderSummary,
    OrderToShip,
    OrderView,
    QueuedHold,
    StageCount,
)

PAGE = 50
EARLIEST, LATEST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


class OrderFilter(Record, frozen=True, kw_only=True):
    """Which orders a list shows; what is left out does not matter. `placed_before` is not included."""

    states: tuple[str, ...] = ORDER.states
    fulfillment_status: str | None = None
    channel: str | None = None
    currency: str | None = None
    customer_id: int | None = None
    hold_reason: str | None = None
    placed_from: datetime = EARLIEST
    placed_before: datetime = LATEST


class OrderCursor(Record, frozen=True):
    """The last row of a page."""

    placed_at: datetime
    id: int


FIRST_PAGE = OrderCursor(LATEST, LARGEST_KEY)
FIRST_OF_OLDEST = OrderCursor(EARLIEST, 0)


class TotalCursor(Record, frozen=True):
    """The last row of a page by total."""

    total_minor: int
    id: int


DEAREST = TotalCursor(LARGEST_KEY, LARGEST_KEY)
CHEAPEST = TotalCursor(-LARGEST_KEY, 0)


class HoldCursor(Record, frozen=True):
    """The last row of a page of holds."""

    due_at: datetime
    id: int


class ShipCursor(Record, frozen=True):
    """The last row of a page of orders to ship."""

    ship_by: date
    id: int


FIRST_TO_SHIP = ShipCursor(date.min, 0)
FIRST_HOLDS = HoldCursor(EARLIEST, 0)


def list_orders(
    reader: Reader,
    wanted: OrderFilter,
    *,
    after: OrderCursor | None = None,
    limit: int = PAGE,
    oldest_first: bool = False,
) -> list[OrderSummary]:
    """Orders the newest first, or the oldest; an unknown channel has none."""
    cursor = after or (FIRST_OF_OLDEST if oldest_first else FIRST_PAGE)
    statement = read_backwards(SQL.select_order_page) if oldest_first else SQL.select_order_page
    return _page(reader, statement, wanted, limit, after_placed_at=cursor.placed_at, after_id=cursor.id)


def list_orders_by_total(
    reader: Reader, wanted: OrderFilter, *, after: TotalCursor, limit: int = PAGE, cheapest_first: bool = False
) -> list[OrderSummary]:
    """Orders of the wanted currency, the dearest first or the cheapest; none where no currency is wanted."""
    downwards = SQL.select_order_page_by_total
    statement = read_backwards(downwards) if cheapest_first else downwards
    return _page(reader, statement, wanted, limit, after_total_minor=after.total_minor, after_id=after.id)


def _page(
    reader: Reader, statement: Statement, wanted: OrderFilter, limit: int, **after: datetime | int
) -> list[OrderSummary]:
    channel_ids = [] if wanted.channel is None else reader.fetch_values(SQL.select_channel_id, code=wanted.channel)
    if wanted.channel is not None and not channel_ids:
        return []
    return reader.fetch(
        statement,
        OrderSummary,
        states=list(wanted.states),
        fulfillment_status=wanted.fulfillment_status,
        channel_id=next(iter(channel_ids), None),
        currency=wanted.currency,
        customer_id=wanted.customer_id,
        hold_reason=wanted.hold_reason,
        placed_from=wanted.placed_from,
        placed_before=wanted.placed_before,
        limit=limit,
        **after,
    )


def changed_orders(
    reader: Reader,
    *,
    since: datetime,
    states: Sequence[str] = ORDER.states,
    channel: str | None = None,
    after_position: int = 0,
    limit: int = PAGE,
) -> list[ChangedOrder]:
    """Orders to which something has happened since, each once, the last change last."""
    return reader.fetch(
        SQL.select_changed_orders,
        ChangedOrder,
        since=since,
        states=list(states),
        channel=channel,
        after_position=after_position,
        limit=limit,
    )


def orders_to_ship(
    reader: Reader,
    *,
    before: date | None = None,
    channel: str | None = None,
    after: ShipCursor = FIRST_TO_SHIP,
    limit: int = PAGE,
) -> list[OrderToShip]:
    """Open orders of which something is promised to leave, and has not, by the day; `before` is not included."""
    return reader.fetch(
        SQL.select_orders_to_ship,
        OrderToShip,
        before=before,
        channel=channel,
        after_ship_by=after.ship_by,
        after_id=after.id,
        limit=limit,
    )


def search_orders(reader: Reader, text: str, *, limit: int = PAGE) -> list[OrderSummary]:
    """Orders whose number, external reference, e-mail address or SKU is `text`, or whose customer's name begins with it."""
    wanted = text.strip()
    if not wanted:
        return []
    digits = wanted.removeprefix("#")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
    escaped = wanted.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return reader.fetch(
        SQL.select_found_orders, OrderSummary, number=number, text=wanted, name_pattern=f"{escaped}%", limit=limit
    )


def show_order(reader: Reader, order_id: int, *, history: bool = True) -> OrderView | None:
    """The order with lines, money, holds, sources, promises and, if wanted, its history; None where there is none."""
    found = ORDER_WHOLE.fetch(reader, order_id=order_id, order_ids=[order_id])
    if not found.head:
        return None
    (head,), (address,) = found.head, found.addresses
    return OrderView(
        head,
        msgspec.json.decode(address.ship_to, type=PostalAddress),
        None if address.bill_to is None else msgspec.json.decode(address.bill_to, type=PostalAddress),
        found.lines,
        found.charges,
        found.discounts,
        found.holds,
        found.allocations,
        found.promises,
        order_timeline(reader, order_id) if history else [],
    )


def order_timeline(reader: Reader, order_id: int) -> list[Happening]:
    """What has happened to the order, the first event first."""
    rows = reader.fetch(SQL.select_order_timeline, _HappeningRow, stream=order_stream(order_id))
    return [
        Happening(row.sequence, row.event, row.command, row.actor, row.recorded_at, msgspec.Raw(row.data.encode()))
        for row in rows
    ]


def hold_queue(
    reader: Reader,
    *,
    reasons: Sequence[str] | None = None,
    owner: str | None = None,
    after: HoldCursor = FIRST_HOLDS,
    limit: int = PAGE,
) -> list[QueuedHold]:
    """Open holds, those due first; of the given reasons, or of all that are open."""
    wanted = list(reasons) if reasons is not None else [count.reason for count in hold_counts(reader, now=EARLIEST)]
    return reader.fetch(
        SQL.select_hold_queue,
        QueuedHold,
        reasons=wanted,
        owner=owner,
        after_due_at=after.due_at,
        after_id=after.id,
        limit=limit,
    )


def hold_counts(reader: Reader, *, now: datetime) -> list[HoldCount]:
    """How many holds of each reason are open, and how many are late."""
    return reader.fetch(SQL.select_hold_counts, HoldCount, now=now)


def count_stages(reader: Reader, *, states: Sequence[str] = ORDER.states, most: int = MOST_COUNTED) -> list[StageCount]:
    """How many orders of the given states are at each stage, none counted beyond `most`."""
    return reader.fetch(
        SQL.count_stages, StageCount, states=list(states), statuses=list(FULFILLMENT_STATUSES), most=most
    )


def duplicates_of(reader: Reader, order_ids: Sequence[int]) -> list[Duplicate]:
    """Earlier open orders of the same customer with the same SKUs and quantities within 24 hours, another reference."""
    return reader.fetch(SQL.select_duplicates, Duplicate, order_ids=list(order_ids))


class _AddressRow(Record, frozen=True):
    ship_to: str
    bill_to: str | None


class OrderParts(Record, frozen=True):
    """An order and all that belongs to it, as rows; no head where there is no such order."""

    head: list[OrderHead]
    addresses: list[_AddressRow]
    lines: list[LineView]
    charges: list[ChargeView]
    discounts: list[DiscountView]
    holds: list[HoldView]
    allocations: list[LineAllocation]
    promises: list[LinePromise]


ORDER_WHOLE = Whole(
    OrderParts,
    head=SQL.select_order_head,
    addresses=SQL.select_order_addresses,
    lines=SQL.select_order_lines,
    charges=SQL.select_charges,
    discounts=SQL.select_order_discounts,
    holds=SQL.select_order_holds,
    allocations=SQL.select_order_allocations,
    promises=SQL.select_order_promises,
)


class _HappeningRow(Record, frozen=True):
    sequence: int
    event: str
    command: str
    actor: str
    recorded_at: datetime
    data: str
