"""What is read of Stripe's objects. Fields that are not named here are passed over."""

from typing import Any

import msgspec

from ordino.kernel.messages import Record


class Availability(Record, frozen=True):
    """Whether a feature is `available` for a card."""

    status: str = "unavailable"


class Card(Record, frozen=True):
    """`capture_before` is when the authorization ends, in seconds since 1970."""

    capture_before: int | None = None
    multicapture: Availability = Availability()


class MethodDetails(Record, frozen=True):
    card: Card | None = None


class Charge(Record, frozen=True):
    """One attempt to take money. `payment_intent` is the id of its intent."""

    id: str
    amount: int
    currency: str
    amount_captured: int = 0
    payment_intent: str | None = None
    payment_method_details: MethodDetails | None = None

    @property
    def card(self) -> Card:
        details = self.payment_method_details
        return details.card if details is not None and details.card is not None else Card()


class PaymentError(Record, frozen=True):
    """Why an attempt failed."""

    code: str | None = None
    decline_code: str | None = None

    @property
    def reason(self) -> str:
        return self.decline_code or self.code or "failed"


class Intent(Record, frozen=True):
    """A payment. Its `latest_charge` is whole only where the call asked for it."""

    id: str
    status: str
    amount: int
    currency: str
    amount_capturable: int = 0
    amount_received: int = 0
    metadata: dict[str, str] = {}
    latest_charge: str | Charge | None = None
    last_payment_error: PaymentError | None = None
    cancellation_reason: str | None = None

    @property
    def card(self) -> Card:
        return self.latest_charge.card if isinstance(self.latest_charge, Charge) else Card()


class Refund(Record, frozen=True):
    """Money that goes back. `failure_balance_transaction` is set where it had gone and came back."""

    id: str
    amount: int
    currency: str
    status: str | None = None
    payment_intent: str | None = None
    metadata: dict[str, str] | None = None
    failure_reason: str | None = None
    failure_balance_transaction: Any = None


class Dispute(Record, frozen=True):
    """A customer's bank takes money back."""

    id: str
    amount: int
    currency: str
    status: str
    reason: str = ""
    payment_intent: str | None = None


class RefundList(Record, frozen=True):
    data: tuple[Refund, ...]


class IntentList(Record, frozen=True):
    data: tuple[Intent, ...]


class _Refusal(Record, frozen=True):
    payment_intent: Intent | None = None


class RefusalBody(Record, frozen=True):
    """The body of an error."""

    error: _Refusal


class _Data(Record, frozen=True):
    object: msgspec.Raw


class WebhookBody(Record, frozen=True):
    """An event as it is sent; `created` is in seconds since 1970."""

    id: str
    type: str
    created: int
    data: _Data
