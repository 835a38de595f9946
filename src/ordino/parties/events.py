"""What has happened to parties. The stream of customer 12 is `customer/12`. Events name no personal data."""

from datetime import datetime

from ordino.kernel.messages import Event


def customer_stream(customer_id: int) -> str:
    return f"customer/{customer_id}"


class CustomerRegistered(Event, frozen=True, kw_only=True):
    customer_id: int
    channel_id: int | None
    customer_kind: str


class CustomerChanged(Event, frozen=True, kw_only=True):
    """`changed` names what is different now: fields, `addresses`, `contacts`."""

    customer_id: int
    changed: tuple[str, ...]


class CreditTermsSet(Event, frozen=True, kw_only=True):
    """What the customer may owe from now on, in minor units of `currency`."""

    customer_id: int
    currency: str
    credit_limit_minor: int | None
    payment_terms_days: int | None


class CustomersMerged(Event, frozen=True, kw_only=True):
    """The customer stands for the others from now on."""

    customer_id: int
    merged_ids: tuple[int, ...]


class CustomerMergedInto(Event, frozen=True, kw_only=True):
    """Another customer stands for this one from now on."""

    customer_id: int
    into_id: int


class ConsentGiven(Event, frozen=True, kw_only=True):
    """The customer consents to a purpose; what proves it stands with the consent."""

    customer_id: int
    consent_id: int
    purpose: str
    given_at: datetime
    source: str


class ConsentWithdrawn(Event, frozen=True, kw_only=True):
    """The customer does not consent to a purpose any longer."""

    customer_id: int
    consent_id: int
    purpose: str
    withdrawn_at: datetime
    source: str


class ConsentTakenOver(Event, frozen=True, kw_only=True):
    """A consent of a customer who is the same is this customer's from now on."""

    customer_id: int
    consent_id: int
    purpose: str
    from_customer_id: int
