"""What may be asked of orders."""

from datetime import datetime
from typing import ClassVar

from ordino.kernel.messages import Command, Record, Result
from ordino.orders.rows import (
    HoldScope,
    OrderedCharge,
    OrderedDiscount,
    OrderedLine,
    OutOfStock,
    PaymentTerms,
    PostalAddress,
)


class OrderAccepted(Result, frozen=True, kw_only=True):
    """The order as it stands after a command on it."""

    order_id: int
    state: str
    version: int
    total_minor: int
    currency: str


class OrderCommand(Command, frozen=True, kw_only=True):
    """A command on orders."""

    context: ClassVar[str] = "orders"
    result: ClassVar[type[Result]] = OrderAccepted


class PlaceOrder(OrderCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take an order from a channel: price it (or keep the prices it comes with), verify it, source it.

    The natural key (channel, external_reference) makes it idempotent: a second order with the same reference answers the
    first one. What cannot be verified becomes a hold, not a refusal. `priced_elsewhere` keeps the prices, discounts and
    taxes given; `verified_elsewhere` trusts the channel with the address.
    """

    channel: str
    lines: tuple[OrderedLine, ...]
    external_reference: str | None = None
    customer_id: int | None = None
    customer_reference: str | None = None
    customer_name: str = ""
    email: str = ""
    currency: str | None = None
    placed_at: datetime | None = None
    ship_to: PostalAddress = PostalAddress()
    bill_to: PostalAddress | None = None
    discounts: tuple[OrderedDiscount, ...] = ()
    charges: tuple[OrderedCharge, ...] = ()
    priced_elsewhere: bool = False
    verified_elsewhere: bool = False
    stated_total_minor: int | None = None
    payment_terms: PaymentTerms = "prepaid"
    ship_complete: bool = False
    maximum_parcels: int | None = None
    out_of_stock: OutOfStock | None = None
    priority: int = 0
    reservation_owner: str = ""
    note: str = ""


class DraftOrder(OrderCommand, frozen=True, kw_only=True):
    """Keep an order that is still being entered; nothing is priced, promised or reserved."""

    order: PlaceOrder


class ReviseDraft(OrderCommand, frozen=True, kw_only=True):
    """Replace the content of a draft."""

    order_id: int
    expected_version: int
    order: PlaceOrder


class PlaceDraft(OrderCommand, frozen=True, kw_only=True):
    """Place a draft as it stands."""

    order_id: int
    expected_version: int


class HoldOrder(OrderCommand, frozen=True, kw_only=True):
    """Open a hold: what it covers must not go on until it is released."""

    order_id: int
    reason: str
    detail: str = ""
    scope: HoldScope = "order"
    line_number: int | None = None
    owner: str = ""
    due_at: datetime | None = None


class ReleaseHold(OrderCommand, frozen=True, kw_only=True):
    """Release one hold; when the last blocking hold of a placed order goes, the order is confirmed."""

    order_id: int
    hold_id: int
    note: str = ""


class ReleaseHolds(OrderCommand, frozen=True, kw_only=True):
    """Release every open hold of one reason, or of it and this very detail; where there is none, nothing changes."""

    order_id: int
    reason: str
    detail: str = ""
    note: str = ""


class AssignHold(OrderCommand, frozen=True, kw_only=True):
    """Give a hold an owner and a due time."""

    order_id: int
    hold_id: int
    owner: str
    due_at: datetime | None = None


class AddLine(Record, frozen=True, kw_only=True, tag=True):
    """Add a line at its own price; discounts granted before stay with the lines they were granted to."""

    line: OrderedLine


class CancelUnits(Record, frozen=True, kw_only=True, tag=True):
    """Take units that are not picked yet off a line; they leave with exactly their shares."""

    line_number: int
    quantity: int


class ChangeAddress(Record, frozen=True, kw_only=True, tag=True):
    """Send what has not been shipped to another address; a valid one closes the hold *address*, another opens it."""

    ship_to: PostalAddress


class CancelCharge(Record, frozen=True, kw_only=True, tag=True):
    """Waive a charge (shipping, fee), with its tax; once."""

    charge_number: int


class ChooseSku(Record, frozen=True, kw_only=True, tag=True):
    """Say which SKU a line with an unknown one means; its money stays, its hold closes, and it gets a source."""

    line_number: int
    sku: str


ChangeAction = AddLine | CancelUnits | ChangeAddress | CancelCharge | ChooseSku


class ChangeOrder(OrderCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Apply a set of actions to a placed order, all or none, against the version it was seen at; `reason` is for people."""

    order_id: int
    expected_version: int
    actions: tuple[ChangeAction, ...]
    reason: str = ""


class CancelOrder(OrderCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Cancel an order of which nothing is picked yet: every unit, every charge."""

    order_id: int
    reason: str
    expected_version: int | None = None


class ExpireOrder(OrderCommand, frozen=True, kw_only=True):
    """End a placed order that was not paid in time."""

    order_id: int


class ConfirmOrder(OrderCommand, frozen=True, kw_only=True):
    """Confirm a placed order that no hold blocks any more."""

    order_id: int


class CompleteOrder(OrderCommand, frozen=True, kw_only=True):
    """End an order of which every unit arrived, was written off, returned or canceled, and whose money is settled."""

    order_id: int


class PrioritizeOrder(OrderCommand, frozen=True, kw_only=True):
    """Let an order go before others (higher first) when goods are scarce."""

    order_id: int
    priority: int


class SplitLine(Record, frozen=True, kw_only=True):
    """So many units of one line."""

    line_number: int
    quantity: int


class SplitOrder(OrderCommand, frozen=True, kw_only=True):
    """Move units that have not been shipped into an order of their own, with exactly their shares of money."""

    order_id: int
    expected_version: int
    lines: tuple[SplitLine, ...]


class MergeOrders(OrderCommand, frozen=True, kw_only=True):
    """Move everything of a duplicate or companion order into another one of the same customer, address and currency."""

    order_id: int
    expected_version: int
    from_order_id: int
    from_expected_version: int
