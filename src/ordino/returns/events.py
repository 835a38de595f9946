"""What has happened to returns, on the stream `order/<id>`; policies are on `returns/policy`."""

from datetime import datetime
from typing import Literal

from ordino.kernel.messages import Event
from ordino.orders.commands import PlaceOrder
from ordino.returns.rows import InspectedUnits, LineUnits, RefundedUnits, RequestedBy, ReturnedUnits, UnitsToReturn


class ReturnPolicyChanged(Event, frozen=True, kw_only=True):
    channel: str | None


class ReturnRequested(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Units are to come back; `automatic` says that the policy approves it by itself."""

    order_id: int
    return_id: int
    lines: tuple[UnitsToReturn, ...]
    requested_by: RequestedBy
    override_reason: str = ""
    automatic: bool = False


class ReturnApproved(Event, frozen=True, kw_only=True):
    order_id: int
    return_id: int
    lines: tuple[LineUnits, ...]
    label_number: str
    expected_until: datetime


class ReturnDeclined(Event, frozen=True, kw_only=True):
    order_id: int
    return_id: int
    reason: str


class ReturnCanceled(Event, frozen=True, kw_only=True):
    """`lines` are no longer expected."""

    order_id: int
    return_id: int
    reason: str
    lines: tuple[LineUnits, ...]


class ReturnExpired(Event, frozen=True, kw_only=True):
    """`lines` did not come in their time and are no longer expected; the return goes on where something has come."""

    order_id: int
    return_id: int
    state: str
    lines: tuple[LineUnits, ...]


class ReturnSetOut(Event, frozen=True, kw_only=True, omit_defaults=True):
    order_id: int
    return_id: int
    tracking_number: str = ""


class ReturnReceived(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Units came in; `inspect` says that somebody looks at them before they are sold or refunded."""

    order_id: int
    return_id: int
    location: str
    lines: tuple[ReturnedUnits, ...]
    state: str
    inspect: bool = True


class ReturnInspected(Event, frozen=True, kw_only=True):
    order_id: int
    return_id: int
    location: str
    lines: tuple[InspectedUnits, ...]
    state: str


class ReturnRefundDecided(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Money goes back: goods + charges − fee = refund. Documents and payments follow; whatever becomes of them, it stays."""

    order_id: int
    return_id: int
    refund_id: int
    lines: tuple[RefundedUnits, ...]
    charges: tuple[int, ...] = ()
    goods_minor: int
    charges_minor: int = 0
    fee_minor: int = 0
    refund_minor: int
    to: Literal["original", "store_credit", "exchange"]


class ExchangeOrdered(Event, frozen=True, kw_only=True):
    """Other goods are wanted for what came back; the credit pays them."""

    order_id: int
    return_id: int
    credit_minor: int
    order: PlaceOrder


class ExchangeSettled(Event, frozen=True, kw_only=True):
    """The credit paid `used_minor` of the new order; `left_minor` of it goes back. `paid_here` is whether we have the money."""

    order_id: int
    return_id: int
    new_order_id: int
    used_minor: int
    left_minor: int
    paid_here: bool = True


class ReplacementOrdered(Event, frozen=True, kw_only=True):
    """The same goods are sent again for nothing."""

    order_id: int
    return_id: int
    lines: tuple[LineUnits, ...]
    order: PlaceOrder


class ReturnClosed(Event, frozen=True, kw_only=True, omit_defaults=True):
    order_id: int
    return_id: int
    note: str = ""
