"""Reads for edges and for the audit: plans with their reasons, promises, backorders, what is late, what does not add up."""

from datetime import date, datetime

import msgspec

from ordino.engine import Reader
from ordino.kernel.messages import Record
from ordino.sourcing.decide.promises import Promise
from ordino.sourcing.decide.rows import Plan
from ordino.sourcing.facts import SQL
from ordino.sourcing.promising import PromiseRow

DEFAULT_LIMIT = 100


class BackorderRow(Record, frozen=True):
    """Units that wait, in their order of precedence within a SKU."""

    order_id: int
    line_number: int
    sku: str
    quantity: int
    priority: int
    placed_at: datetime
    ship_complete: bool
    deliver_by: date | None


class LatePromiseRow(Record, frozen=True):
    """Units that should have been shipped by a day that is over."""

    order_id: int
    line_number: int
    part: int
    sku: str
    quantity: int
    source: str
    ship_by: date


class FillableRow(Record, frozen=True):
    """Available units somebody waits for: a `FillBackorders` to be done."""

    sku: str
    location: str
    available: int


class PromiseDifference(Record, frozen=True):
    """A line or an incoming receipt whose promises do not add up to its units."""

    subject: str
    figure: str
    expected: int
    found: int


def plans_of_order(reader: Reader, order_id: int) -> list[Plan]:
    """The plans carried out for an order, the newest first, with the ways weighed and the reasons."""
    return [msgspec.json.decode(text, type=Plan) for text in reader.fetch_values(SQL.select_plans, order_id=order_id)]


def promises_of_order(reader: Reader, order_id: int) -> list[Promise]:
    """What the order is promised now, line by line, part by part; its history is in the journal."""
    rows = reader.fetch(SQL.select_order_promise, PromiseRow, order_id=order_id)
    return [row.promise() for row in rows]


def backorders(reader: Reader, *, sku: str | None = None, limit: int = DEFAULT_LIMIT) -> list[BackorderRow]:
    """Lines that wait for stock, of one SKU or all."""
    return reader.fetch(SQL.select_backorders, BackorderRow, sku=sku, limit=limit)


def fillable(reader: Reader, *, limit: int = DEFAULT_LIMIT) -> list[FillableRow]:
    """What a sweep should fill. Orders that may take no further parcel, or ship complete, can stay in it."""
    return reader.fetch(SQL.select_fillable, FillableRow, limit=limit)


def late_promises(reader: Reader, today: date, *, limit: int = DEFAULT_LIMIT) -> list[LatePromiseRow]:
    """Units of open orders that are not shipped though their ship-by day is before `today`, the oldest first."""
    return reader.fetch(SQL.select_late_promises, LatePromiseRow, today=today, limit=limit)


def promise_differences(reader: Reader, *, limit: int = DEFAULT_LIMIT) -> list[PromiseDifference]:
    """For the audit: promises against the units held, shipped and waiting, and against the supply that is to come."""
    return reader.fetch(SQL.select_promise_differences, PromiseDifference, limit=limit)
