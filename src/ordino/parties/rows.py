"""Rows of the parties as they are read and written."""

from collections.abc import Sequence
from datetime import datetime

from ordino.kernel.messages import Record


class CustomerReference(Record, frozen=True):
    """A customer's name in the namespace of a channel."""

    channel_id: int | None
    external_reference: str


class CustomerRow(Record, frozen=True):
    """A customer. The credit limit is in minor units of `currency`; None is no limit agreed, and no terms is prepaid.

    The `*_key` fields are the normalized forms by which duplicates are found.
    """

    id: int
    kind: str = "person"
    name: str = ""
    email: str = ""
    phone: str = ""
    vat_id: str = ""
    external_reference: str | None = None
    channel_id: int | None = None
    currency: str | None = None
    price_list_id: int | None = None
    credit_limit_minor: int | None = None
    payment_terms_days: int | None = None
    language: str = ""
    tags: Sequence[str] = ()
    name_key: str = ""
    email_key: str = ""
    phone_key: str = ""
    created_at: datetime | None = None
    merged_into_id: int | None = None


class ChangedCustomer(CustomerRow, frozen=True):
    """A customer, when something happened to it last, and that event's position in the journal."""

    changed_at: datetime | None = None
    position: int = 0


class FoundCustomer(CustomerRow, frozen=True):
    """A customer (after merging) and the reference by which it was found."""

    asked_channel_id: int | None = None
    asked_reference: str = ""


class AddressRow(Record, frozen=True):
    """One of a customer's addresses; `problems` names the fields its country's post would not accept."""

    customer_id: int
    purpose: str
    recipient: str
    company: str
    street: str
    district: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    fingerprint: str
    problems: Sequence[str]
    is_default: bool


class ContactRow(Record, frozen=True):
    """A person to speak to at a customer."""

    customer_id: int
    name: str
    role: str
    email: str
    phone: str


class ConsentRow(Record, frozen=True):
    """What a customer has consented to: when, where it was said, what proves it; and since when no longer."""

    id: int
    customer_id: int
    purpose: str
    given_at: datetime
    source: str
    proof: str
    withdrawn_at: datetime | None = None
    withdrawal_source: str = ""


class IdentityRow(Record, frozen=True):
    """What tells whether two customers are one; `addresses` are fingerprints."""

    id: int
    name: str
    name_key: str
    email_key: str
    phone_key: str
    vat_id: str
    addresses: Sequence[str]
