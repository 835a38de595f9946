"""What has happened to payments. They stand in the stream of their order; what no payment explains in `gateway/<code>`.

Amounts are of the one act an event tells of, in the minor unit of the order's currency; their sums are what the payment's
figures come to.
"""

from datetime import datetime

from ordino.kernel.messages import Event
from ordino.payments.rows import RefundTo


def gateway_stream(code: str) -> str:
    return f"gateway/{code}"


class PaymentEvent(Event, frozen=True, kw_only=True):
    """Something about one payment."""

    order_id: int
    payment_id: int


class PaymentRequested(PaymentEvent, frozen=True, kw_only=True):
    """A gateway is asked to authorize."""

    gateway: str
    method: str
    amount_minor: int


class PaymentAuthorized(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Money was set aside. `unneeded`: the order has ended meanwhile. `invoice_open_minor` waits to be captured since an
    earlier authorization had too little.
    """

    amount_minor: int
    gateway: str = ""
    method: str = ""
    expires_at: datetime | None = None
    unneeded: bool = False
    invoice_open_minor: int = 0


class PaymentDeclined(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    amount_minor: int
    reason: str = ""


class CaptureRequested(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    capture_id: int
    amount_minor: int
    reference: str = ""


class PaymentCaptured(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Money came in. `excess_minor` is what the order's payments now exceed what is due by, where they should not;
    `overpaid_minor` the same where a person took it in for an order that goes on, and a person decides what becomes of it.
    """

    capture_id: int
    amount_minor: int
    currency: str = ""
    reference: str = ""
    excess_minor: int = 0
    overpaid_minor: int = 0


class CaptureFailed(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    capture_id: int
    amount_minor: int
    currency: str = ""
    reference: str = ""
    reason: str = ""


class VoidRequested(PaymentEvent, frozen=True, kw_only=True):
    amount_minor: int


class PaymentVoided(PaymentEvent, frozen=True, kw_only=True):
    """What was left of the authorization is given up."""

    amount_minor: int


class VoidFailed(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    reason: str = ""


class AuthorizationExpired(PaymentEvent, frozen=True, kw_only=True):
    """What was left of the authorization can no longer be captured."""

    amount_minor: int


class PaymentMovedOut(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Money went with units into another order. `captured_minor` of the `authorized_minor` is captured already."""

    to_order_id: int
    to_payment_id: int
    authorized_minor: int
    captured_minor: int = 0


class PaymentMovedIn(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Money came with units from another order; `capture_id` names what of it is captured already."""

    from_order_id: int
    from_payment_id: int
    gateway: str
    method: str
    authorized_minor: int
    captured_minor: int = 0
    capture_id: int | None = None
    expires_at: datetime | None = None


class RefundEvent(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Something about one refund; one that began at the gateway has no `refund_id`."""

    refund_id: int | None = None
    amount_minor: int
    reference: str = ""


class RefundProposed(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A refund that somebody must approve first."""

    reason: str = ""


class RefundApproved(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A refund that may go out; where money is given back by hand, a person now does it."""

    reason: str = ""
    to: RefundTo = "original"


class RefundDeclined(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    note: str = ""


class RefundRequested(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The gateway is asked to give money back."""


class PaymentRefunded(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Money went back to the customer."""

    to: RefundTo = "original"


class RefundFailed(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    currency: str = ""
    reason: str = ""


class RefundReversed(RefundEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Money that went back did not reach the customer and is here again."""

    currency: str = ""


class PaymentDisputed(PaymentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The customer's bank takes the money back, or says that it may."""

    amount_minor: int
    currency: str = ""
    reason: str = ""


class DisputeLost(PaymentEvent, frozen=True, kw_only=True):
    amount_minor: int


class DisputeWon(PaymentEvent, frozen=True, kw_only=True):
    amount_minor: int


class PaymentCovered(Event, frozen=True, kw_only=True):
    """What is authorized and captured now covers what the order comes to."""

    order_id: int


class PaymentMissing(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The order is not covered any more, or a capture found too little. `held`: a hold *payment* is open already.

    `uncaptured_minor` is what a capture found no authorization for: what it is for has left already.
    """

    order_id: int
    missing_minor: int
    currency: str = ""
    held: bool = False
    uncaptured_minor: int = 0


class UnknownPaymentReported(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A gateway tells of a payment that is not known here; what it said is kept."""

    gateway: str
    event_id: str
    about: str
    outcome: str
    amount_minor: int
    gateway_reference: str = ""


class PaymentPolicySet(Event, frozen=True, kw_only=True, omit_defaults=True):
    channel: str | None = None
    approve_refunds_above_minor: int | None = None
