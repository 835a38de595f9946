"""What may be asked of returns. Amounts are minor units of the order's currency, quantities smallest units."""

from decimal import Decimal
from typing import ClassVar

from ordino.kernel.messages import Command, Result
from ordino.orders.rows import OrderedLine
from ordino.returns.rows import (
    InspectedUnits,
    LineUnits,
    PaidBy,
    ReceivedUnits,
    RefundedUnits,
    RefundTo,
    RequestedBy,
    UnitsToReturn,
)


class ReturnResult(Result, frozen=True, kw_only=True):
    """The return as it stands after a command on it."""

    return_id: int
    order_id: int
    state: str


class ReturnCommand(Command, frozen=True, kw_only=True, omit_defaults=True):
    """A command on returns."""

    context: ClassVar[str] = "returns"
    result: ClassVar[type[Result]] = ReturnResult


class CommandOnReturn(ReturnCommand, frozen=True, kw_only=True, omit_defaults=True):
    """A command on one return."""

    return_id: int


class ReturnPolicySet(Result, frozen=True, kw_only=True):
    """Whose policy was set; None for that of all other channels."""

    channel: str | None


class SetReturnPolicy(ReturnCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Set the terms of a channel's returns; without a channel, of all channels that have none of their own.

    Days count from the delivery, without `window_days` there is no limit. The fee is a percentage of what the goods cost, and
    is not taken where the merchant is at fault. Shipping is given back with the whole order where `refund_shipping` says so.
    """

    result: ClassVar[type[Result]] = ReturnPolicySet
    channel: str | None = None
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


class RequestReturn(ReturnCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Ask to give delivered units back.

    What the policy does not permit is refused with its reasons; somebody with the permission `returns.override_policy` may
    set it aside with an `override_reason`. Never more than was delivered and is not back or asked back already.
    """

    order_id: int
    lines: tuple[UnitsToReturn, ...]
    requested_by: RequestedBy = "agent"
    override_reason: str = ""


class ApproveReturn(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """Permit a return: its units are expected back, under a label number."""

    label_number: str = ""


class DeclineReturn(CommandOnReturn, frozen=True, kw_only=True):
    """Refuse a return that was asked for."""

    reason: str


class CancelReturn(CommandOnReturn, frozen=True, kw_only=True):
    """End a return that has not set out: its units are not expected any more."""

    reason: str


class ExpireReturn(CommandOnReturn, frozen=True, kw_only=True):
    """Expect no longer what did not come in its time; what has come is dealt with as it is."""


class MarkReturnInTransit(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """Say that the goods are on their way back."""

    tracking_number: str = ""


class ReceiveReturn(CommandOnReturn, frozen=True, kw_only=True):
    """Take in what arrived at a location, whole or in parts; it is kept from sale until it is inspected."""

    location: str
    lines: tuple[ReceivedUnits, ...]


class InspectReturn(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """Say what was found: where the units go, and which of them may be refunded.

    `location` may be left out where everything came in at one.
    """

    lines: tuple[InspectedUnits, ...]
    location: str = ""


class ReturnRefund(ReturnResult, frozen=True, kw_only=True):
    """What goes back: goods + charges − fee = refund; the credit note is goods + charges."""

    refund_id: int
    currency: str
    lines: tuple[RefundedUnits, ...]
    goods_minor: int
    charges_minor: int
    fee_minor: int
    refund_minor: int
    to: str


class RefundReturn(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """Decide the money for accepted units: all that are open, or those named; exactly their frozen shares, never more.

    Without `refund_shipping`, `fee_minor` and `to` the return's terms decide. Shipping goes back once.
    """

    result: ClassVar[type[Result]] = ReturnRefund
    lines: tuple[LineUnits, ...] = ()
    refund_shipping: bool | None = None
    fee_minor: int | None = None
    to: RefundTo | None = None


class ExchangeReturn(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """Give other goods for what was accepted: a new order, priced here, that the credit of the return pays.

    It goes to the same customer and address, with the reference `exchange/<return>`. What it costs beyond the credit is owed,
    what it costs less goes back.
    """

    result: ClassVar[type[Result]] = ReturnRefund
    lines: tuple[OrderedLine, ...]
    refund_shipping: bool | None = None
    fee_minor: int | None = None


class ExchangeSettledResult(ReturnResult, frozen=True, kw_only=True):
    """What of the credit paid the new order, and what is left of it."""

    new_order_id: int
    used_minor: int
    left_minor: int


class SettleExchange(CommandOnReturn, frozen=True, kw_only=True):
    """Let the credit of an exchanged return pay the new order, as far as that costs; the rest of it goes back."""

    result: ClassVar[type[Result]] = ExchangeSettledResult


class ReplaceReturn(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """Send the same goods again for nothing, as a new order with the reference `replacement/<return>`.

    It may go before the returned goods have come; units that are replaced are not refunded.
    """

    lines: tuple[LineUnits, ...] = ()


class CloseReturn(CommandOnReturn, frozen=True, kw_only=True, omit_defaults=True):
    """End a return of which every unit was inspected and every accepted one settled.

    `without_refund` says that the customer gets nothing for the rest.
    """

    without_refund: bool = False
    note: str = ""
