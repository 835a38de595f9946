"""What edges read of orders: typed rows for lists, screens, the API and the command line. Amounts are minor units."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from ordino.kernel.messages import Record
from ordino.orders.rows import PostalAddress


class OrderSummary(Record, frozen=True):
    """One row of the order list; `holds` are the reasons of its open holds."""

    id: int
    external_reference: str | None
    channel: str
    customer_id: int | None
    customer_name: str
    email: str
    state: str
    fulfillment_status: str
    currency: str
    total_minor: int
    priority: int
    placed_at: datetime
    version: int
    payment_status: str
    return_status: str
    invoice_status: str
    city: str
    holds: list[str]


class ChangedOrder(OrderSummary, frozen=True):
    """An order, when something happened to it last, and that event's position in the journal."""

    changed_at: datetime
    position: int


class OrderToShip(OrderSummary, frozen=True):
    """An open order, and the first day on which something of it is promised to leave."""

    ship_by: date


class OrderHead(Record, frozen=True):
    """An order without its parts."""

    id: int
    external_reference: str | None
    channel: str
    customer_id: int | None
    customer_name: str
    email: str
    state: str
    fulfillment_status: str
    version: int
    currency: str
    prices_include_tax: bool
    payment_terms: str
    payment_due_at: datetime | None
    priority: int
    ship_complete: bool
    maximum_parcels: int | None
    out_of_stock: str
    placed_total_minor: int
    total_minor: int
    stated_total_minor: int | None
    note: str
    placed_at: datetime
    recorded_at: datetime
    payment_status: str
    return_status: str
    invoice_status: str
    authorized_minor: int
    captured_minor: int
    refunded_minor: int
    invoiced_minor: int
    invoice_open_minor: int
    credited_minor: int

    def balance_minor(self) -> int:
        """What the customer still owes; negative where money is to go back (M9)."""
        return self.total_minor - self.credited_minor - (self.captured_minor - self.refunded_minor)


class LineView(Record, frozen=True):
    """A line with all of its buckets and its frozen money."""

    number: int
    sku: str
    description: str
    bundle: str
    quantity_scale: int
    shippable: bool
    ordered: int
    canceled: int
    unsourced: int
    backordered: int
    allocated: int
    released: int
    picked: int
    packed: int
    shipped: int
    delivered: int
    return_expected: int
    returned: int
    written_off: int
    unit_price: Decimal
    goods_minor: int
    discount_minor: int
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int


class DiscountView(Record, frozen=True):
    number: int
    label: str
    code: str
    applies_to: str
    amount_minor: int


class HoldView(Record, frozen=True):
    id: int
    line_number: int | None
    scope: str
    reason: str
    detail: str
    state: str
    opened_by: str
    opened_at: datetime
    owner: str
    due_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    note: str


class LineAllocation(Record, frozen=True):
    """Units of a line and the location they come from."""

    line_number: int
    location: str
    quantity: int


class LinePromise(Record, frozen=True):
    """Units of a line and the days they are promised for; a day that is not known is empty."""

    line_number: int
    part: int
    quantity: int
    source: str
    ship_by: date | None
    deliver_by: date | None


class Happening(Record, frozen=True):
    """One event of an order; `data` is what it says, as JSON."""

    sequence: int
    event: str
    command: str
    actor: str
    recorded_at: datetime
    data: msgspec.Raw


class ChargeView(Record, frozen=True):
    """The part of a charge that carries one tax rate."""

    order_id: int
    number: int
    charge_number: int
    kind: str
    label: str
    amount_minor: int
    tax_category: str
    tax_rate: Decimal
    tax_minor: int
    canceled: bool


class OrderView(Record, frozen=True):
    """One order with everything that belongs to it."""

    order: OrderHead
    ship_to: PostalAddress
    bill_to: PostalAddress | None
    lines: list[LineView]
    charges: list[ChargeView]
    discounts: list[DiscountView]
    holds: list[HoldView]
    allocations: list[LineAllocation]
    promises: list[LinePromise]
    timeline: list[Happening]


class QueuedHold(Record, frozen=True):
    """An open hold in the queue of those who decide, with what it is about."""

    id: int
    order_id: int
    line_number: int | None
    scope: str
    reason: str
    detail: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    customer_name: str
    currency: str
    total_minor: int


class HoldCount(Record, frozen=True):
    reason: str
    open: int
    late: int


class StageCount(Record, frozen=True):
    """How many orders are in a state with a fulfillment status."""

    state: str
    fulfillment_status: str
    orders: int


class Duplicate(Record, frozen=True):
    """An earlier order that asks for the same: a suggestion to merge or cancel, never done by itself."""

    order_id: int
    earlier_order_id: int
    earlier_placed_at: datetime
