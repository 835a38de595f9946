"""Amounts in minor units, and their text in major units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordino.kernel.money import (
    CurrencyMismatch,
    Money,
    exact_minor,
    is_currency,
    major_text,
    minor_digits,
    read_amount,
    round_half_up,
    rounded_minor,
)
from ordino.kernel.problems import InvalidInput


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("EUR", 2), ("USD", 2), ("KWD", 3), ("CLF", 4)])
def test_minor_digits_follow_iso_4217(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


def test_unknown_currencies_are_refused() -> None:
    assert not is_currency("EUX")
    with pytest.raises(ValueError, match="EUX"):
        minor_digits("EUX")


def test_one_currency_adds() -> None:
    assert Money(1999, "EUR") + Money(1, "EUR") == Money(2000, "EUR")
    assert Money(1999, "EUR") - Money(2000, "EUR") == -Money(1, "EUR")


def test_two_currencies_never_add() -> None:
    with pytest.raises(CurrencyMismatch, match=r"1\.00 EUR and 1\.00 USD cannot be added"):
        Money(100, "EUR") + Money(100, "USD")


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(1999, "EUR", "19.99"), (-5, "EUR", "-0.05"), (0, "EUR", "0.00"), (500, "JPY", "500"), (12340, "KWD", "12.340")],
)
def test_amounts_as_text(minor: int, currency: str, text: str) -> None:
    assert major_text(minor, currency) == text
    assert read_amount(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("1.234", "EUR", "1.234 has more than the 2 decimals of EUR."),
        ("0.5", "JPY", "0.5 has more than the 0 decimals of JPY."),
        ("1,234.50", "EUR", "'1,234.50' is not an amount; write it like 1234.50, without grouping."),
        ("1e400", "EUR", "'1e400' is not an amount; write it like 1234.50, without grouping."),
        ("NaN", "EUR", "'NaN' is not an amount; write it like 1234.50, without grouping."),
        ("٣", "EUR", "'٣' is not an amount; write it like 1234.50, without grouping."),
        ("1", "XYZ", "'XYZ' is not an ISO 4217 currency such as EUR."),
    ],
)
def test_text_that_is_no_amount_is_a_problem(text: str, currency: str, reason: str) -> None:
    assert read_amount(text, currency, "price") == InvalidInput(field="price", reason=reason)


def test_zeros_beyond_the_minor_unit_are_harmless() -> None:
    assert read_amount("10.5000", "EUR") == Money(1050, "EUR")


def test_rounding_is_half_up_and_mirrored() -> None:
    assert [round_half_up(Decimal(n)) for n in ("0.5", "-0.5", "1.4999", "2.5")] == [1, -1, 1, 3]
    assert rounded_minor(Decimal("19.995"), "EUR") == 2000


@given(st.integers(-(10**14), 10**14), st.sampled_from(["JPY", "EUR", "KWD", "CLF"]))
def test_text_and_minor_units_are_the_same_amount(minor: int, currency: str) -> None:
    text = major_text(minor, currency)
    assert exact_minor(Decimal(text), currency) == minor
    assert read_amount(text, currency) == Money(minor, currency)
