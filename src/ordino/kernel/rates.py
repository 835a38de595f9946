"""Percent rates: taken of an amount, inside an amount, on top of an amount. Exact integers, rounded half up.

A rate is a `Decimal` in percent with up to 6 places (`Decimal("20")`). Arithmetic uses the scaled rate: an integer of
millionths of a percent. Negative amounts are the mirror of positive ones.
"""

from decimal import Decimal

PLACES = 6
SCALE = 10**PLACES
_HUNDRED_PERCENT = 100 * SCALE
_DIGITS_BEFORE_POINT = 12
_LIMIT = 10 ** (PLACES + _DIGITS_BEFORE_POINT)


def scaled(value: Decimal) -> int:
    """A rate or unit price as an integer of millionths.

    Raises ValueError where it is not a number, is beyond 12 digits, or has more than 6 decimal places.
    """
    try:
        exact = value * SCALE
        numerator = int(exact)
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"{value} is not a finite number") from error
    if numerator != exact:
        raise ValueError(f"{value} has more than {PLACES} decimal places")
    if not -_LIMIT < numerator < _LIMIT:
        raise ValueError(f"{value} is beyond {_DIGITS_BEFORE_POINT} digits before the decimal point")
    return numerator


def divide_half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to the nearest integer, halves away from zero; the denominator is positive."""
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def percent_of(amount_minor: int, rate_scaled: int) -> int:
    """`rate` percent of an amount, in minor units; also the tax on top of a net amount (R4, exclusive)."""
    return divide_half_up(amount_minor * rate_scaled, _HUNDRED_PERCENT)


def tax_inside(gross_minor: int, rate_scaled: int) -> int:
    """The tax inside a gross amount, in minor units: G·r / (100 + r) (R4, inclusive)."""
    return divide_half_up(gross_minor * rate_scaled, _HUNDRED_PERCENT + rate_scaled)


def tax_of(amount_minor: int, rate_scaled: int, included: bool) -> int:
    """The tax inside the amount where prices include it, else the tax on top of it."""
    return tax_inside(amount_minor, rate_scaled) if included else percent_of(amount_minor, rate_scaled)


def price_in_basis(unit_price: Decimal, rate: Decimal, *, includes_tax: bool, wanted_with_tax: bool) -> Decimal:
    """A unit price brought to the basis of its order, with or without tax inside, to 6 places half up."""
    if includes_tax == wanted_with_tax:
        return unit_price
    price, whole = scaled(unit_price), _HUNDRED_PERCENT + scaled(rate)
    factor, divisor = (_HUNDRED_PERCENT, whole) if includes_tax else (whole, _HUNDRED_PERCENT)
    return Decimal(divide_half_up(price * factor, divisor)).scaleb(-PLACES)
