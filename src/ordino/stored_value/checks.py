"""Checks that several commands on stored value begin with."""

from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput


def amount_problem(amount_minor: int, currency: str | None = None) -> InvalidInput | None:
    """Why an amount cannot be moved, or None."""
    if amount_minor <= 0:
        return InvalidInput(field="amount_minor", reason="must be more than 0.")
    if currency is not None and not is_currency(currency):
        return InvalidInput(field="currency", reason=f"{currency!r} is not an ISO 4217 currency such as EUR.")
    return None
