"""Small records that commands, events and tables of payments share."""

from datetime import datetime
from typing import Literal

from ordino.kernel.messages import Record
from ordino.payments.gateway import EventKind, GatewayOutcome

RefundTo = Literal["original", "store_credit", "exchange"]
STORE_CREDIT = "store_credit"
EXCHANGE = "exchange"
BY_HAND = "manual"


class PaymentRow(Record, frozen=True):
    """A payment as it stands: one authorization and what follows. Its amounts are the fold of its events, cached."""

    id: int
    order_id: int
    gateway: str
    method: str
    currency: str
    gateway_reference: str
    token: str
    authorized_minor: int = 0
    captured_minor: int = 0
    refunded_minor: int = 0
    voided_minor: int = 0
    expired_minor: int = 0
    disputed_minor: int = 0
    capturable_minor: int = 0
    authorize_pending_minor: int = 0
    capture_pending_minor: int = 0
    refund_pending_minor: int = 0
    expires_at: datetime | None = None
    origin_id: int | None = None


class EventRow(Record, frozen=True):
    """A payment event as it is kept. `reference` says what we captured or refunded for; `payment_id` is empty until known."""

    id: int
    payment_id: int | None
    gateway: str
    event_id: str
    kind: EventKind
    outcome: GatewayOutcome
    amount_minor: int
    request_key: str
    occurred_at: datetime
    gateway_reference: str = ""
    reason: str = ""
    reference: str = ""
    expires_at: datetime | None = None


class RefundRow(Record, frozen=True):
    """Money on its way back to the customer, of one payment. `request_key` names the gateway's act."""

    id: int
    order_id: int
    payment_id: int
    amount_minor: int
    reason: str
    reference: str
    destination: RefundTo
    state: str
    request_key: str
