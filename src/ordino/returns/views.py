"""What edges read of returns: typed rows for lists, screens, the API and the command line. Amounts are minor units."""

from datetime import datetime
from decimal import Decimal

from ordino.kernel.messages import Record


class ReturnSummary(Record, frozen=True):
    """One row of the list of returns."""

    id: int
    order_id: int
    state: str
    customer_name: str
    units: int
    received: int
    currency: str
    refunded_minor: int
    requested_at: datetime
    expected_until: datetime
    label_number: str


class ChangedReturn(ReturnSummary, frozen=True):
    """A return, when something happened to it last, and that event's position in the journal."""

    changed_at: datetime
    position: int


class ReturnHead(Record, frozen=True):
    """A return without its parts; the terms are those of the day it was asked for."""

    id: int
    order_id: int
    state: str
    requested_by: str
    override_reason: str
    restocking_fee_percent: Decimal
    shipping_paid_by: str
    refund_shipping: bool
    needs_inspection: bool
    refund_to: str
    expected_until: datetime
    label_number: str
    tracking_number: str
    note: str
    currency: str
    requested_at: datetime
    closed_at: datetime | None


class ReturnLineView(Record, frozen=True):
    """A line of a return with everything that became of its units."""

    line_number: int
    sku: str
    description: str
    reason: str
    comment: str
    quantity: int
    expected: int
    received: int
    restocked: int
    refurbished: int
    scrapped: int
    to_vendor: int
    sent_back: int
    accepted: int
    refunded: int
    replaced: int


class ReceiptView(Record, frozen=True):
    line_number: int
    location: str
    received: int
    inspected: int


class RefundView(Record, frozen=True):
    """Money that was decided: goods + charges − fee = refund."""

    id: int
    goods_minor: int
    charges_minor: int
    fee_minor: int
    refund_minor: int
    to: str
    decided_by: str
    decided_at: datetime


class ReturnSerialView(Record, frozen=True):
    """A numbered unit that left with the line, and where it is: `customer`, a bucket of a location, or an account outside."""

    line_number: int
    serial: str
    place: str
    location: str | None


class ReturnView(Record, frozen=True):
    """One return with everything that belongs to it; `serials` are those that left with its order."""

    head: ReturnHead
    lines: list[ReturnLineView]
    receipts: list[ReceiptView]
    refunds: list[RefundView]
    permitted: tuple[str, ...]
    serials: list[ReturnSerialView]


class ReturnableLine(Record, frozen=True):
    """Units of a line that may be given back now, until when, and what speaks against it."""

    line_number: int
    sku: str
    description: str
    delivered: int
    returnable: int
    until: datetime | None
    reasons: tuple[str, ...]


class HabitualReturner(Record, frozen=True):
    """A customer, and how much of what was delivered came back, in percent of the units."""

    customer_id: int
    customer_name: str
    orders: int
    delivered: int
    returned: int
    returned_percent: Decimal


class ReasonCount(Record, frozen=True):
    """Why units of a SKU came back."""

    reason: str
    sku: str
    returns: int
    units: int
