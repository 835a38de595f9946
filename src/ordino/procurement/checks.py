"""What cannot be meant: prices, percentages and quantities out of every reach."""

from collections.abc import Sequence
from decimal import Decimal

from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.rates import scaled

MAXIMUM_DAYS = 3650
_HUNDRED_PERCENT = Decimal(100)


def price_problem(unit_price: Decimal, field: str = "unit_price") -> Problem | None:
    """Why something is no price of a unit, or None."""
    try:
        return None if scaled(unit_price) >= 0 else InvalidInput(field=field, reason=f"{unit_price} is below 0")
    except ValueError as error:
        return InvalidInput(field=field, reason=str(error))


def percent_problem(percent: Decimal) -> Problem | None:
    """Why something is no tolerance, or None."""
    problem = price_problem(percent, "tolerance_percent")
    if problem is None and percent > _HUNDRED_PERCENT:
        return InvalidInput(field="tolerance_percent", reason="must be 0 to 100")
    return problem


def days_problem(days: int, field: str) -> Problem | None:
    """Why something is no number of days, or None."""
    return None if 0 <= days <= MAXIMUM_DAYS else InvalidInput(field=field, reason=f"must be 0 to {MAXIMUM_DAYS}")


def names_problem(names: Sequence[object], field: str) -> Problem | None:
    """Something must be named, and each thing once."""
    if not names:
        return InvalidInput(field=field, reason="name at least one")
    if len(set(names)) != len(names):
        return InvalidInput(field=field, reason="name each once")
    return None
