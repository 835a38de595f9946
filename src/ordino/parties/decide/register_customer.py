"""What a customer is after it was registered (again)."""

import re

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import LONGEST_CODE, with_given
from ordino.parties.commands import RegisterCustomer
from ordino.parties.decide.address import check_address, fingerprint
from ordino.parties.decide.country import country_codes
from ordino.parties.decide.duplicates import email_key, name_key, phone_key
from ordino.parties.decide.text import clean
from ordino.parties.decide.vat import check_vat_id
from ordino.parties.problems import AddressNotValid
from ordino.parties.rows import AddressRow, ContactRow, CustomerRow

_LONGEST_TEXT = 200
_MOST_ENTRIES = 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def registered_customer(
    command: RegisterCustomer, known: CustomerRow | None, new: CustomerRow
) -> CustomerRow | Problem:
    """The customer with what is given, cleaned and with its keys, or why it cannot be accepted; `new` where not known."""
    problem = _wrong_identity(command) or _wrong_text(command) or _wrong_terms(command, known)
    if problem:
        return problem
    fields = ("currency", "price_list_id", "language")
    after = with_given(known or new, command, fields, kind="customer_kind")
    name = after.name if command.name is UNSET else clean(command.name)
    email = after.email if command.email is UNSET else clean(command.email)
    phone = after.phone if command.phone is UNSET else clean(command.phone)
    country = country_of(command)
    vat_id = after.vat_id if command.vat_id is UNSET else read_vat_id(command.vat_id, country)
    if isinstance(vat_id, Problem):
        return vat_id
    tags = after.tags if command.tags is UNSET else tuple(dict.fromkeys(filter(None, map(clean, command.tags))))
    return replace(
        after,
        name=name,
        email=email,
        phone=phone,
        vat_id=vat_id,
        tags=tags,
        name_key=name_key(name),
        email_key=email_key(email),
        phone_key=after.phone_key if command.phone is UNSET else phone_key(phone, country),
    )


def address_rows(command: RegisterCustomer, customer_id: int) -> list[AddressRow] | AddressNotValid:
    """The addresses in normal form with the fields that are wrong; a country that is none refuses."""
    rows = []
    for entry in command.addresses:
        checked = check_address(entry.address)
        address, problems = checked.address, checked.problems
        if address.country not in country_codes() or any("at most" in problem.accepted[0] for problem in problems):
            return problems[0]
        wrong = tuple(problem.field for problem in problems)
        parts = (address.recipient, address.company, address.street, address.district, address.city, address.region)
        rows.append(
            AddressRow(
                customer_id, entry.purpose, *parts, address.postal_code, address.country, clean(entry.phone),
                fingerprint(address), wrong, entry.is_default,
            )
        )  # fmt: skip
    return rows


def contact_rows(command: RegisterCustomer, customer_id: int) -> list[ContactRow] | InvalidInput:
    """The contacts; each needs a name."""
    rows = []
    for entry in command.contacts:
        row = ContactRow(customer_id, clean(entry.name), clean(entry.role), clean(entry.email), clean(entry.phone))
        if not row.name or any(len(text) > _LONGEST_TEXT for text in (row.name, row.role, row.email, row.phone)):
            return InvalidInput(field="contacts", reason=f"give a name; texts have at most {_LONGEST_TEXT} characters.")
        rows.append(row)
    return rows


def country_of(command: RegisterCustomer) -> str:
    """The country by which numbers without a prefix are read."""
    given = (command.country, *(entry.address.country for entry in command.addresses))
    return next((clean(country).upper() for country in given if clean(country)), "")


def read_vat_id(text: str, country: str) -> str | Problem:
    """The VAT number by its own prefix or the country's rules; empty clears it."""
    if not clean(text):
        return ""
    prefix = clean(text)[:2].upper()
    return check_vat_id(text, country or ("GR" if prefix == "EL" else prefix))


def _wrong_identity(command: RegisterCustomer) -> InvalidInput | None:
    reference = command.external_reference
    if reference is not None and (not clean(reference) or len(reference) > LONGEST_CODE):
        reason = f"{reference[:LONGEST_CODE]!r} is no reference; give 1 to {LONGEST_CODE} characters."
        return InvalidInput(field="external_reference", reason=reason)
    for field in ("customer_id", "channel_id"):
        number: int | None = getattr(command, field)
        if number is not None and not 0 < number <= LARGEST_KEY:
            return InvalidInput(field=field, reason=f"{number} is no number of one.")
    return None


def _wrong_text(command: RegisterCustomer) -> InvalidInput | None:
    for field in ("name", "email", "phone"):
        text: str | UnsetType = getattr(command, field)
        if text is not UNSET and len(text) > _LONGEST_TEXT:
            return InvalidInput(field=field, reason=f"give at most {_LONGEST_TEXT} characters.")
    if command.email is not UNSET and clean(command.email) and not email_key(command.email):
        return InvalidInput(field="email", reason=f"{command.email!r} is no e-mail address like name@example.com.")
    if command.language not in (UNSET, "") and not _LANGUAGE.fullmatch(str(command.language)):
        return InvalidInput(field="language", reason=f"{command.language!r} is no language tag like en or pt-BR.")
    for field in ("tags", "addresses", "contacts"):
        entries = getattr(command, field)
        if entries is not UNSET and len(entries) > _MOST_ENTRIES:
            return InvalidInput(field=field, reason=f"give at most {_MOST_ENTRIES} of them.")
    return None


def _wrong_terms(command: RegisterCustomer, known: CustomerRow | None) -> InvalidInput | None:
    if command.customer_kind not in (UNSET, "person", "company"):
        return InvalidInput(field="customer_kind", reason=f"{command.customer_kind!r} is not one of person, company.")
    if command.currency is not UNSET and command.currency is not None and not is_currency(command.currency):
        return InvalidInput(field="currency", reason=f"{command.currency!r} is no currency; give its ISO 4217 code.")
    limited = known is not None and known.credit_limit_minor is not None
    if limited and known is not None and command.currency not in (UNSET, known.currency):
        return InvalidInput(field="currency", reason="the credit limit is in it; set other credit terms instead.")
    price_list_id = command.price_list_id
    if isinstance(price_list_id, int) and not 0 < price_list_id <= LARGEST_KEY:
        return InvalidInput(field="price_list_id", reason=f"{price_list_id} is no number of one.")
    return None
