"""What may be asked of the parties. A field that is left out stays as it is, or gets its default where the customer is new."""

from datetime import datetime
from typing import ClassVar, Literal

from msgspec import UNSET, UnsetType

from ordino.kernel.messages import Command, Record, Result
from ordino.parties.decide.address import PostalAddress


class RegisteredCustomer(Result, frozen=True, kw_only=True):
    customer_id: int
    created: bool


class CustomerTerms(Result, frozen=True, kw_only=True):
    """What a customer may owe (minor units of `currency`; None is no limit agreed) and for how long (None is prepaid)."""

    customer_id: int
    currency: str | None
    credit_limit_minor: int | None
    payment_terms_days: int | None


class MergedCustomers(Result, frozen=True, kw_only=True):
    """The customer that stands for all now."""

    customer_id: int


class ConsentState(Result, frozen=True, kw_only=True):
    """Whether a customer consents to a purpose now, and by which consent (None: there never was one)."""

    customer_id: int
    purpose: str
    consent_id: int | None
    given: bool


class PartiesCommand(Command, frozen=True, kw_only=True):
    """A command on parties."""

    context: ClassVar[str] = "parties"


class AddressEntry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """An address of a customer. What its country's post does not accept is kept and marked, only the country must be right."""

    address: PostalAddress
    purpose: Literal["shipping", "billing"] = "shipping"
    phone: str = ""
    is_default: bool = False


class ContactEntry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A person to speak to."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


class RegisterCustomer(PartiesCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Make a customer known, or change what is known: by number, or by the reference a channel has for it.

    Without a number and a reference it is a new customer. Addresses and contacts are added to those known; tags replace.
    `country` says how a phone or VAT number without a prefix is read (else the country of the first address).
    """

    result: ClassVar[type[Result]] = RegisteredCustomer

    customer_id: int | None = None
    channel_id: int | None = None
    external_reference: str | None = None
    customer_kind: Literal["person", "company"] | UnsetType = UNSET
    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    vat_id: str | UnsetType = UNSET
    country: str = ""
    currency: str | UnsetType | None = UNSET
    price_list_id: int | UnsetType | None = UNSET
    language: str | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    addresses: tuple[AddressEntry, ...] = ()
    contacts: tuple[ContactEntry, ...] = ()


class SetCreditTerms(PartiesCommand, frozen=True, kw_only=True):
    """Agree what a customer may owe and for how long. None as limit: no limit agreed. None as days: prepaid."""

    result: ClassVar[type[Result]] = CustomerTerms

    customer_id: int
    currency: str
    credit_limit_minor: int | None
    payment_terms_days: int | None


class MergeCustomers(PartiesCommand, frozen=True, kw_only=True):
    """Let one customer stand for others that are the same: it takes over addresses, contacts, consents and what it lacks itself.

    Of each purpose the latest word on consent counts. Its credit terms stay. References of the others lead to it from now on.
    """

    result: ClassVar[type[Result]] = MergedCustomers

    customer_id: int
    merged_ids: tuple[int, ...]


class GiveConsent(PartiesCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Record that a customer consents to a purpose, for example `email_marketing`: when, where it was said, and what proves it.

    A consent that stands already stays as it was given.
    """

    result: ClassVar[type[Result]] = ConsentState

    customer_id: int
    purpose: str
    source: str
    proof: str
    given_at: datetime | None = None


class WithdrawConsent(PartiesCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Record that a customer no longer consents to a purpose; withdrawing what does not stand is fine."""

    result: ClassVar[type[Result]] = ConsentState

    customer_id: int
    purpose: str
    source: str
    withdrawn_at: datetime | None = None
