"""What may be asked of payments. Amounts are in the minor unit of the order's currency."""

from typing import ClassVar

from ordino.kernel.messages import Command, Result
from ordino.payments.gateway import GatewayEvent
from ordino.payments.rows import BY_HAND, RefundTo


class OrderPaid(Result, frozen=True, kw_only=True):
    """The order's money after a command on it.

    `authorized_minor` may still be captured, `pending_minor` is asked of a gateway that has not answered; `missing_minor` is
    what a capture found no authorization for. `payment_ids` and `refund_ids` are what the command began.
    """

    order_id: int
    currency: str
    authorized_minor: int
    captured_minor: int
    refunded_minor: int
    pending_minor: int = 0
    missing_minor: int = 0
    payment_ids: tuple[int, ...] = ()
    refund_ids: tuple[int, ...] = ()


class PaymentCommand(Command, frozen=True, kw_only=True):
    """A command on the payments of an order."""

    context: ClassVar[str] = "payments"
    result: ClassVar[type[Result]] = OrderPaid


class AuthorizePayment(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Ask a gateway to set money aside for an order. `token` is the gateway's name of the means of payment, never a card number.

    The same `reference` asks once.
    """

    order_id: int
    amount_minor: int
    gateway: str
    method: str = "card"
    token: str = ""
    reference: str = ""


class RecordPayment(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Money that a person has received: transfer, cash, cash on delivery. The same `reference` counts once."""

    order_id: int
    amount_minor: int
    method: str
    reference: str = ""
    gateway: str = BY_HAND


class CapturePayment(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Take authorized money, from the oldest authorization first. What is not covered is said, and the rest is taken.

    The same `reference` takes its amount once; asked again after a failure it takes what is missing of it.
    """

    order_id: int
    amount_minor: int
    reference: str


class CaptureOpenInvoices(PaymentCommand, frozen=True, kw_only=True):
    """Take what is invoiced and open, and not being taken already, from the newest authorization first."""

    order_id: int


class MovePayments(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let money go with what has gone into another order: the share of it that pays for so much, the newest payment first.

    What is invoiced is paid first and keeps its money. Without an amount everything goes, as the order is empty.
    """

    order_id: int
    to_order_id: int
    moved_minor: int | None = None


class VoidPayments(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Give up what is authorized and not captured: of all payments of the order, or of one."""

    order_id: int
    payment_id: int | None = None


class RefundOrder(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Give money back, from the newest captured payment first; never more than was captured and is not on its way back.

    The same `reference` gives back once. Above the limit of the payment policy it waits for approval.
    """

    order_id: int
    amount_minor: int
    reason: str
    reference: str
    to: RefundTo = "original"


class ApproveRefund(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let a proposed refund go out."""

    refund_id: int
    note: str = ""


class DeclineRefund(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Let a proposed refund not go out."""

    refund_id: int
    note: str = ""


class RequestRefund(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that an approved refund that is given by hand is on its way, for example ordered at the bank."""

    refund_id: int
    note: str = ""


class ConfirmRefund(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that a refund that is given by hand has been given."""

    refund_id: int
    note: str = ""


class FailRefund(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that a refund that is given by hand cannot be given."""

    refund_id: int
    note: str = ""


class ReverseRefund(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Say that money that was given back by hand has come back, for example because the account is closed."""

    refund_id: int
    note: str = ""


class SettleBalance(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Give back what was captured beyond what is due, and give up what an order that has ended no longer needs."""

    order_id: int


class OutcomeRecorded(Result, frozen=True, kw_only=True):
    """How many of the events were new, and which of them belong to no known payment."""

    recorded: int
    unknown: tuple[str, ...] = ()


class RecordGatewayOutcome(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """What a gateway says: the answer to a call, or a webhook. Events may come again, late and in any order."""

    result: ClassVar[type[Result]] = OutcomeRecorded

    gateway: str
    events: tuple[GatewayEvent, ...]


class AuthorizationsExpired(Result, frozen=True, kw_only=True):
    expired: int


class ExpireAuthorizations(PaymentCommand, frozen=True, kw_only=True):
    """End authorizations whose time has run out, at most `limit` of them."""

    result: ClassVar[type[Result]] = AuthorizationsExpired

    limit: int = 500


class PaymentPolicyAccepted(Result, frozen=True, kw_only=True):
    channel: str | None


class SetPaymentPolicy(PaymentCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Above which amount a refund needs approval: for a channel, or without one for all others; None is never."""

    result: ClassVar[type[Result]] = PaymentPolicyAccepted

    channel: str | None = None
    approve_refunds_above_minor: int | None = None
