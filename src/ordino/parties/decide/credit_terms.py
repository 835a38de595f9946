"""What a customer may owe after terms were agreed."""

from msgspec.structs import replace

from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.parties.commands import SetCreditTerms
from ordino.parties.problems import CustomerMerged
from ordino.parties.rows import CustomerRow

_HIGHEST_LIMIT_MINOR = 10**15
_LONGEST_TERMS_DAYS = 3650


def agreed_terms(command: SetCreditTerms, known: CustomerRow | None) -> CustomerRow | Problem:
    """The customer with the terms, or why they cannot be agreed."""
    if known is None:
        return NotFound(what="customer", reference=str(command.customer_id))
    if known.merged_into_id is not None:
        return CustomerMerged(customer_id=known.id, merged_into_id=known.merged_into_id)
    if not is_currency(command.currency):
        return InvalidInput(field="currency", reason=f"{command.currency!r} is no currency; give its ISO 4217 code.")
    if not 0 <= (command.credit_limit_minor or 0) <= _HIGHEST_LIMIT_MINOR:
        reason = f"{command.credit_limit_minor} is not between 0 and {_HIGHEST_LIMIT_MINOR} minor units."
        return InvalidInput(field="credit_limit_minor", reason=reason)
    if not 0 <= (command.payment_terms_days or 0) <= _LONGEST_TERMS_DAYS:
        reason = f"{command.payment_terms_days} is not between 0 and {_LONGEST_TERMS_DAYS} days."
        return InvalidInput(field="payment_terms_days", reason=reason)
    return replace(
        known,
        currency=command.currency,
        credit_limit_minor=command.credit_limit_minor,
        payment_terms_days=command.payment_terms_days,
    )
