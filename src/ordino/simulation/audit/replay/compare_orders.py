"""E6 for orders: what the journal's fold says beside what the tables say."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

import msgspec

from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress
from ordino.simulation.audit.replay.order_fold import BUCKETS
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot
from ordino.sourcing.decide.promises import Promise


class _LineRow(Record, frozen=True):
    """A line as it stands: its agreement, then its buckets in the order of BUCKETS."""

    order_id: int
    number: int
    sku_id: int | None
    sku: str
    bundle: str
    quantity_scale: int
    ordered: int
    unit_price: Decimal
    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int
    shippable: bool
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int


class _OrderRow(Record, frozen=True):
    """An order as it stands; `ship_to` is JSON."""

    id: int
    state: str
    channel_id: int
    external_reference: str | None
    customer_id: int | None
    currency: str
    placed_at: datetime
    ship_complete: bool
    maximum_parcels: int | None
    out_of_stock: str
    placed_total_minor: int
    total_minor: int
    priority: int
    ship_to: str


class _HoldRow(Record, frozen=True):
    order_id: int
    id: int
    state: str


class _PromiseRow(Record, frozen=True):
    order_id: int
    line_number: int
    part: int
    quantity: int
    source: str
    ship_by: date | None
    deliver_by: date | None
    incoming_id: int | None
    location_id: int | None
    transfer_id: int | None


PLACED = (
    "channel_id",
    "external_reference",
    "customer_id",
    "currency",
    "placed_at",
    "ship_complete",
    "maximum_parcels",
    "out_of_stock",
)
AGREED = (
    "sku_id",
    "sku",
    "bundle",
    "quantity_scale",
    "unit_price",
    "goods_minor",
    "discount_minor",
    "amount_minor",
    "tax_category",
    "tax_rate",
    "tax_minor",
    "shippable",
)
agreed_of, buckets_of = attrgetter(*AGREED), attrgetter(*BUCKETS)


def compare_buckets(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines whose units are elsewhere than the journal moved them."""
    stored = _lines(snapshot, orders)
    for order in snapshot.journal.orders(orders).values():
        for number, line in order.lines.items():
            row, thing = stored.pop((order.order_id, number), None), f"order {order.order_id} line {number}"
            if row is None:
                yield Finding(thing, "line", "a line", "none")
                continue
            if tuple(line.buckets.values()) != buckets_of(row):
                for bucket in BUCKETS:
                    yield from _differing(thing, bucket, line.buckets[bucket], getattr(row, bucket))
    for order_id, number in stored:
        yield Finding(f"order {order_id} line {number}", "line", "none", "a line")


def compare_agreements(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines whose SKU, quantity, price, rate or money is not the one that was agreed (R5)."""
    stored = _lines(snapshot, orders)
    for order in snapshot.journal.orders(orders).values():
        for number, line in order.lines.items():
            row = stored.get((order.order_id, number))
            if row is None or (line.placed.quantity, agreed_of(line.placed)) == (row.ordered, agreed_of(row)):
                continue
            thing = f"order {order.order_id} line {number}"
            yield from _differing(thing, "ordered", line.placed.quantity, row.ordered)
            for figure in AGREED:
                yield from _differing(thing, figure, getattr(line.placed, figure), getattr(row, figure))


def compare_placements(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Orders whose channel, customer, currency, terms, total, priority or destination is not the one that was agreed (R5)."""
    folded = snapshot.journal.orders(orders)
    for row in snapshot.reader.fetch(SQL.select_orders, _OrderRow, first=orders.first, last=orders.last):
        order, thing = folded.get(row.id), f"order {row.id}"
        if order is None or order.placed is None:
            continue
        for figure in PLACED:
            yield from _differing(thing, figure, getattr(order.placed, figure), getattr(row, figure))
        yield from _differing(thing, "placed_total_minor", order.placed.total_minor, row.placed_total_minor)
        yield from _differing(thing, "total_minor", order.total_minor, row.total_minor)
        yield from _differing(thing, "priority", order.priority, row.priority)
        ship_to = msgspec.json.decode(row.ship_to, type=PostalAddress)
        for figure in PostalAddress.__struct_fields__:
            yield from _differing(thing, f"ship_to.{figure}", getattr(order.ship_to, figure), getattr(ship_to, figure))


def compare_states(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Orders whose state is not the one that the journal brought them to."""
    folded = snapshot.journal.orders(orders)
    for row in snapshot.reader.fetch(SQL.select_orders, _OrderRow, first=orders.first, last=orders.last):
        order = folded.get(row.id)
        yield from _differing(f"order {row.id}", "state", "none" if order is None else order.state, row.state)


def compare_holds(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Holds that the journal does not know, or knows in another state."""
    rows = snapshot.reader.fetch(SQL.select_holds, _HoldRow, first=orders.first, last=orders.last)
    stored = {(row.order_id, row.id): row.state for row in rows}
    folded = {
        (order.order_id, key): hold.state
        for order in snapshot.journal.orders(orders).values()
        for key, hold in order.holds.items()
    }
    for order_id, key in sorted(stored.keys() | folded.keys()):
        thing, pair = f"order {order_id} hold {key}", (order_id, key)
        yield from _differing(thing, "state", folded.get(pair, "none"), stored.get(pair, "none"))


def find_impossible_events(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Events that the state of their order did not permit (S1)."""
    for order in snapshot.journal.orders(orders).values():
        yield from order.problems


def compare_promises(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines whose promises are not the ones that the journal gave last."""
    rows = snapshot.reader.fetch(SQL.select_promises, _PromiseRow, first=orders.first, last=orders.last)
    stored = {key: list(parts) for key, parts in groupby(rows, key=lambda row: (row.order_id, row.line_number))}
    for order in snapshot.journal.orders(orders).values():
        for number, promises in order.promises.items():
            expected = [_as_row(order.order_id, promise) for promise in promises]
            found = stored.get((order.order_id, number), [])
            if expected != found:
                yield Finding(f"order {order.order_id} line {number}", "promise", _told(expected), _told(found))


def _as_row(order_id: int, promise: Promise) -> _PromiseRow:
    return _PromiseRow(
        order_id,
        promise.line_number,
        promise.part,
        promise.quantity,
        promise.source,
        promise.ship_by,
        promise.deliver_by,
        promise.incoming_id,
        promise.location_id,
        promise.transfer_id,
    )


def _told(parts: Sequence[_PromiseRow]) -> str:
    """Promises in words, for example `5 from stock at location 2, shipped by 2026-03-03`."""
    return "; ".join(_part_told(row) for row in parts) or "none"


def _part_told(row: _PromiseRow) -> str:
    supply = row.incoming_id or row.transfer_id
    source = row.source if supply is None else f"{row.source} {supply}"
    place = "" if row.location_id is None else f" at location {row.location_id}"
    days = (("shipped by", row.ship_by), ("delivered by", row.deliver_by))
    return ", ".join(
        [f"{row.quantity} from {source}{place}", *(f"{what} {day}" for what, day in days if day is not None)]
    )


def _lines(snapshot: Snapshot, orders: OrderRange) -> dict[tuple[int, int], _LineRow]:
    rows = snapshot.reader.fetch(SQL.select_lines, _LineRow, first=orders.first, last=orders.last)
    return {(row.order_id, row.number): row for row in rows}


def _differing(thing: str, figure: str, expected: object, found: object) -> Iterator[Finding]:
    if expected != found:
        yield Finding(thing, figure, _text(expected), _text(found))


def _text(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
