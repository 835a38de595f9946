"""Which customers become one, and what the one is then."""

from collections.abc import Mapping

from msgspec.structs import replace

from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.parties.commands import MergeCustomers
from ordino.parties.problems import CustomerMerged
from ordino.parties.rows import CustomerRow

_MOST_MERGED = 100
_FILLED = (
    ("name", "name_key"),
    ("email", "email_key"),
    ("phone", "phone_key"),
    ("vat_id", "vat_id"),
    ("language", "language"),
)


def customers_to_merge(command: MergeCustomers, customers: Mapping[int, CustomerRow]) -> list[CustomerRow] | Problem:
    """Those that are not merged into the customer yet, each once, or why they cannot be."""
    ids = tuple(dict.fromkeys(command.merged_ids))
    if not ids or len(ids) > _MOST_MERGED or command.customer_id in ids:
        return InvalidInput(field="merged_ids", reason=f"name 1 to {_MOST_MERGED} other customers.")
    for customer_id in (command.customer_id, *ids):
        row = customers.get(customer_id)
        if row is None:
            return NotFound(what="customer", reference=str(customer_id))
        already = customer_id in ids and row.merged_into_id == command.customer_id
        if row.merged_into_id is not None and not already:
            return CustomerMerged(customer_id=customer_id, merged_into_id=row.merged_into_id)
    return [customers[customer_id] for customer_id in ids if customers[customer_id].merged_into_id is None]


def filled_customer(customer: CustomerRow, other: CustomerRow) -> CustomerRow:
    """The customer with what it lacks and the other has; tags of both."""
    given = {}
    for field, key in _FILLED:
        if not getattr(customer, field):
            given[field] = getattr(other, field)
            given[key] = getattr(other, key)
    return replace(customer, tags=tuple(dict.fromkeys((*customer.tags, *other.tags))), **given)
