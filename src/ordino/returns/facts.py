"""What returns read of orders, deliveries and policies, in sets."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from ordino.engine import Reader, Statements
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.messages import Record
from ordino.returns.rows import PaidBy, RefundTo, ReturnPolicy

SQL = Statements("ordino.returns")
LineKey = tuple[int, int]


class _PolicyRow(Record, frozen=True):
    channel_id: int | None
    window_days: int | None
    expected_days: int
    restocking_fee_percent: Decimal
    shipping_paid_by: PaidBy
    refund_shipping: bool
    not_returnable_skus: list[str]
    not_returnable_categories: list[str]
    approve_automatically: bool
    needs_inspection: bool
    refund_to: RefundTo

    def policy(self) -> ReturnPolicy:
        return ReturnPolicy(
            window_days=self.window_days,
            expected_days=self.expected_days,
            restocking_fee_percent=self.restocking_fee_percent,
            shipping_paid_by=self.shipping_paid_by,
            refund_shipping=self.refund_shipping,
            not_returnable_skus=tuple(self.not_returnable_skus),
            not_returnable_categories=tuple(self.not_returnable_categories),
            approve_automatically=self.approve_automatically,
            needs_inspection=self.needs_inspection,
            refund_to=self.refund_to,
        )


class _DeliveryRow(Record, frozen=True):
    order_id: int
    line_number: int
    delivered_at: datetime


class ShippedSerial(Record, frozen=True):
    """A numbered unit that left with an order line, and where it is now: `customer`, a bucket of a location, or outside."""

    order_id: int
    line_number: int
    serial: str
    place: str
    location: str | None


class _UnitsRow(Record, frozen=True):
    order_id: int
    number: int
    quantity: int


class Policies:
    """The policies of a batch's channels; a channel without one has that of all others."""

    def __init__(self, reader: Reader, channel_ids: Iterable[int]) -> None:
        wanted = sorted(set(channel_ids))
        rows = reader.fetch(SQL.select_policies, _PolicyRow, channel_ids=wanted) if wanted else []
        self._policies = {row.channel_id: row.policy() for row in rows}

    def of(self, channel_id: int) -> ReturnPolicy:
        return self._policies.get(channel_id) or self._policies.get(None) or ReturnPolicy()


def deliveries_of(reader: Reader, order_ids: Sequence[int]) -> dict[LineKey, datetime]:
    """When units of each line were delivered last; lines whose delivery nobody told are missing."""
    rows = reader.fetch(SQL.select_deliveries, _DeliveryRow, order_ids=list(order_ids)) if order_ids else []
    return {(row.order_id, row.line_number): row.delivered_at for row in rows}


def requested_of(reader: Reader, order_ids: Sequence[int]) -> dict[LineKey, int]:
    """Units of each line in returns that wait for approval."""
    return _units(reader.fetch(SQL.select_requested, _UnitsRow, order_ids=list(order_ids)) if order_ids else [])


def refunded_of(reader: Reader, order_ids: Sequence[int]) -> dict[LineKey, int]:
    """Units of each line whose money went back already: the front of the line."""
    return _units(reader.fetch(SQL.select_refunded, _UnitsRow, order_ids=list(order_ids)) if order_ids else [])


def refunded_charges_of(reader: Reader, order_ids: Sequence[int]) -> set[LineKey]:
    """The charges that went back already, as (order, charge number)."""
    rows = reader.fetch(SQL.select_refunded_charges, _UnitsRow, order_ids=list(order_ids)) if order_ids else []
    return {(row.order_id, row.number) for row in rows}


def possible_keys(keys: Iterable[int]) -> list[int]:
    """Those of the numbers somebody gave that can be a key of a row, each once, ascending."""
    return sorted({key for key in keys if 0 < key <= LARGEST_KEY})


def shipped_serials(reader: Reader, order_ids: Sequence[int]) -> list[ShippedSerial]:
    """The numbered units that left with the orders, by line and number."""
    return reader.fetch(SQL.select_shipped_serials, ShippedSerial, order_ids=list(order_ids)) if order_ids else []


def _units(rows: Sequence[_UnitsRow]) -> dict[LineKey, int]:
    return {(row.order_id, row.number): row.quantity for row in rows}
