"""Small records that commands, events and tables of returns share."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from ordino.kernel.messages import Record

ReturnReason = Literal[
    "damaged", "defective", "wrong_item", "not_as_described", "late", "size", "changed_mind", "unwanted_gift", "other"
]
Disposition = Literal["restock", "refurbish", "scrap", "vendor", "send_back"]
RefundTo = Literal["original", "store_credit"]
PaidBy = Literal["customer", "merchant"]
RequestedBy = Literal["customer", "agent"]

FAULTS_OF_THE_MERCHANT: frozenset[ReturnReason] = frozenset(
    ("damaged", "defective", "wrong_item", "not_as_described", "late")
)


class UnitsToReturn(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Units of an order line that a customer wants to give back, and why."""

    line_number: int
    quantity: int
    reason: ReturnReason = "other"
    comment: str = ""


class LineUnits(Record, frozen=True):
    """So many units of an order line."""

    line_number: int
    quantity: int


class ReturnedUnits(Record, frozen=True):
    """Units of a line that came back."""

    line_number: int
    sku_id: int | None
    sku: str
    quantity: int


class ReceivedUnits(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Units of a line as they arrive; a lot or serial numbers only where the SKU has them."""

    line_number: int
    quantity: int
    lot: str = ""
    serials: tuple[str, ...] = ()


class InspectedUnits(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What an inspection found of some units: where they go, and whether they may be refunded. Two decisions, not one."""

    line_number: int
    quantity: int
    disposition: Disposition
    accepted: bool = True
    condition: str = ""
    lot: str = ""
    serials: tuple[str, ...] = ()


class RefundedUnits(Record, frozen=True):
    """Units of a line whose money goes back: `total_minor` is what the customer paid for them, `tax_minor` is inside."""

    line_number: int
    quantity: int
    total_minor: int
    tax_minor: int


class ReturnPolicy(Record, frozen=True, kw_only=True):
    """The terms of a channel's returns. Days count from the delivery; without `window_days` there is no limit.

    Categories are the tax categories of order lines.
    """

    window_days: int | None = 30
    expected_days: int = 30
    restocking_fee_percent: Decimal = Decimal(0)
    shipping_paid_by: PaidBy = "customer"
    refund_shipping: bool = False
    not_returnable_skus: tuple[str, ...] = ()
    not_returnable_categories: tuple[str, ...] = ()
    approve_automatically: bool = False
    needs_inspection: bool = True
    refund_to: RefundTo = "original"


class ReturnRow(Record, frozen=True):
    """A return under change; the terms are those of the policy when it was requested."""

    id: int
    order_id: int
    state: str
    restocking_fee_percent: Decimal
    shipping_paid_by: str
    refund_shipping: bool
    needs_inspection: bool
    refund_to: RefundTo
    expected_days: int
    expected_until: datetime
    label_number: str
    tracking_number: str
    note: str


class ReturnLineRow(Record, frozen=True):
    """A line of a return: units asked for, still expected, received, by disposition, accepted, refunded, replaced."""

    return_id: int
    line_number: int
    sku_id: int | None
    sku: str
    reason: ReturnReason
    quantity: int
    expected: int = 0
    received: int = 0
    restocked: int = 0
    refurbished: int = 0
    scrapped: int = 0
    to_vendor: int = 0
    sent_back: int = 0
    accepted: int = 0
    refunded: int = 0
    replaced: int = 0

    @property
    def inspected(self) -> int:
        return self.restocked + self.refurbished + self.scrapped + self.to_vendor + self.sent_back

    @property
    def refundable(self) -> int:
        """Accepted units that were neither refunded nor replaced."""
        return max(0, self.accepted - self.refunded - self.replaced)


def exchange_reference(return_id: int) -> str:
    """How the order of an exchange names its return."""
    return f"exchange/{return_id}"
