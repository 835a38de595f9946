"""Reads of the parties, each one statement for any number of keys."""

from collections.abc import Sequence
from datetime import datetime

from ordino.engine import NEWEST, Reader, Statements, Window
from ordino.kernel.messages import Record
from ordino.parties.decide.address_book import AddressBook
from ordino.parties.decide.duplicates import PROBABLE, Identity, Likeness, email_key, likeness
from ordino.parties.rows import (
    AddressRow,
    ChangedCustomer,
    ConsentRow,
    ContactRow,
    CustomerReference,
    CustomerRow,
    FoundCustomer,
    IdentityRow,
)

SQL = Statements("ordino.parties")
_MOST_CANDIDATES = 1000


class CustomerName(Record, frozen=True):
    """The last row of a page of customers by name."""

    name: str
    id: int


FIRST_NAME = CustomerName("", 0)


class ProbableDuplicate(Record, frozen=True):
    """A customer that is probably the same as the one asked about, and why."""

    customer_id: int
    name: str
    likeness: Likeness


def customers_by_id(reader: Reader, ids: Sequence[int]) -> dict[int, CustomerRow]:
    """Customers by key with their credit terms; a merged one says into whom (`merged_into_id`)."""
    return {row.id: row for row in reader.fetch(SQL.select_customers_by_id, CustomerRow, ids=list(ids))}


def customers_by_reference(
    reader: Reader, references: Sequence[CustomerReference]
) -> dict[CustomerReference, FoundCustomer]:
    """Customers by (channel, external reference); a merged one is answered by the customer it became."""
    if not references:
        return {}
    rows = reader.fetch(SQL.select_customers_by_reference, FoundCustomer, references=list(references))
    return {CustomerReference(row.asked_channel_id, row.asked_reference): row for row in rows}


def customers_by_email(reader: Reader, emails: Sequence[str]) -> dict[str, list[CustomerRow]]:
    """Customers by e-mail address, compared as `email_key` does, under what was asked; oldest first."""
    asked = {email: email_key(email) for email in emails}
    by_key: dict[str, list[CustomerRow]] = {}
    for row in reader.fetch(SQL.select_customers_by_email_key, CustomerRow, email_keys=sorted(set(asked.values()))):
        by_key.setdefault(row.email_key, []).append(row)
    return {email: by_key.get(key, []) for email, key in asked.items()}


def list_customers(
    reader: Reader, *, text: str = "", channel: str | None = None, window: Window = NEWEST
) -> list[CustomerRow]:
    """A page of customers, by number; with a text those with that e-mail address or with it in their name."""
    return reader.fetch_window(
        SQL.select_customer_page, CustomerRow, window, text=text, email_key=email_key(text), channel=channel
    )


def changed_customers(
    reader: Reader,
    *,
    since: datetime,
    channel: str | None = None,
    after_position: int,
    limit: int,
) -> list[ChangedCustomer]:
    """Customers, merged ones too, to which something has happened since, each once, the last change last."""
    return reader.fetch(
        SQL.select_changed_customers,
        ChangedCustomer,
        since=since,
        channel=channel,
        after_position=after_position,
        limit=limit,
    )


def list_customers_by_name(
    reader: Reader,
    *,
    text: str = "",
    channel: str | None = None,
    after: CustomerName = FIRST_NAME,
    window: Window = NEWEST,
) -> list[CustomerRow]:
    """The same customers in the order of their names, those that follow `after`; of the window its limit and its time."""
    return reader.fetch(
        SQL.select_customers_by_name,
        CustomerRow,
        text=text,
        email_key=email_key(text),
        channel=channel,
        after_name=after.name,
        after_id=after.id,
        since=window.since,
        before=window.before,
        limit=window.limit,
    )


def addresses(reader: Reader, customer_ids: Sequence[int]) -> dict[int, list[AddressRow]]:
    """The addresses of the customers, the default of each purpose first."""
    found: dict[int, list[AddressRow]] = {}
    for row in reader.fetch(SQL.select_addresses, AddressRow, customer_ids=list(customer_ids)):
        found.setdefault(row.customer_id, []).append(row)
    return found


def contacts(reader: Reader, customer_ids: Sequence[int]) -> dict[int, list[ContactRow]]:
    """The contacts of the customers."""
    found: dict[int, list[ContactRow]] = {}
    for row in reader.fetch(SQL.select_contacts, ContactRow, customer_ids=list(customer_ids)):
        found.setdefault(row.customer_id, []).append(row)
    return found


def consents(reader: Reader, customer_ids: Sequence[int]) -> dict[int, list[ConsentRow]]:
    """Everything the customers have consented to, with proof; withdrawn ones too, the newest first within a purpose."""
    found: dict[int, list[ConsentRow]] = {}
    for row in reader.fetch(SQL.select_consents, ConsentRow, customer_ids=list(customer_ids)):
        found.setdefault(row.customer_id, []).append(row)
    return found


def address_book(reader: Reader, customer_ids: Sequence[int]) -> AddressBook:
    """The addresses and contacts of the customers, ready to be changed."""
    if not customer_ids:
        return AddressBook((), ())
    ids = list(customer_ids)
    return AddressBook(
        reader.fetch(SQL.select_addresses, AddressRow, customer_ids=ids),
        reader.fetch(SQL.select_contacts, ContactRow, customer_ids=ids),
    )


def probable_duplicates(reader: Reader, customer_id: int) -> list[ProbableDuplicate]:
    """Who is probably the same customer, most alike first; looks at 1,000 candidates at most."""
    rows = reader.fetch(SQL.select_duplicate_candidates, IdentityRow, ids=[customer_id], limit=_MOST_CANDIDATES)
    asked = next((row for row in rows if row.id == customer_id), None)
    if asked is None:
        return []
    others = [
        ProbableDuplicate(row.id, row.name, likeness(_identity(asked), _identity(row)))
        for row in rows
        if row is not asked
    ]
    probable = [other for other in others if other.likeness.score >= PROBABLE]
    return sorted(probable, key=lambda other: (-other.likeness.score, other.customer_id))


def _identity(row: IdentityRow) -> Identity:
    return Identity(row.name_key, row.email_key, row.phone_key, row.vat_id, tuple(row.addresses))
