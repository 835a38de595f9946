"""Amounts: integers of a currency's minor unit, with the currency. Two currencies never add.

Inside an order amounts are bare integers (`total_minor`) beside the order's `currency`; `Money` is for places where
currencies meet.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput

# ISO 4217: active national currencies, and the digits after the decimal sign where they are not two.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_NO_DIGITS = """BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"""
_THREE_DIGITS = """BHD IQD JOD KWD LYD OMR TND"""
_FOUR_DIGITS = """CLF UYW"""
_DIGITS = {
    **dict.fromkeys(_CODES.split(), 2),
    **dict.fromkeys(_NO_DIGITS.split(), 0),
    **dict.fromkeys(_THREE_DIGITS.split(), 3),
    **dict.fromkeys(_FOUR_DIGITS.split(), 4),
}
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?", re.ASCII)


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum."""


def is_currency(code: str) -> bool:
    return code in _DIGITS


def minor_digits(currency: str) -> int:
    """Decimal places of the minor unit after ISO 4217: JPY 0, EUR 2, KWD 3; ValueError for an unknown currency."""
    try:
        return _DIGITS[currency]
    except KeyError:
        raise ValueError(f"{currency!r} is not an ISO 4217 currency") from None


class Money(Record, frozen=True, order=True):
    """An amount in minor units with its currency."""

    minor: int
    currency: str

    def __add__(self, other: Self) -> "Money":
        return Money(self.minor + self._same_currency(other), self.currency)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.minor - self._same_currency(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __str__(self) -> str:
        return f"{major_text(self.minor, self.currency)} {self.currency}"

    def _same_currency(self, other: Self) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self} and {other} cannot be added")
        return other.minor


def round_half_up(amount: Decimal) -> int:
    """The nearest integer, halves away from zero."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def rounded_minor(amount: Decimal, currency: str) -> int:
    """Major units to minor units, rounded half up."""
    return round_half_up(amount.scaleb(minor_digits(currency)))


def exact_minor(amount: Decimal, currency: str) -> int:
    """Major units to minor units without rounding; ValueError where the amount has more decimals than the currency."""
    minor = amount.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value():
        raise ValueError(f"{amount} has more than the {minor_digits(currency)} decimals of {currency}")
    return int(minor)


def major(minor: int, currency: str) -> Decimal:
    """Minor units as a decimal of major units: 1999 EUR is 19.99."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def major_text(minor: int, currency: str) -> str:
    """Minor units as plain text of major units: `-0.05`, `12.340` (KWD), `500` (JPY)."""
    return f"{major(minor, currency):f}"


def read_amount(text: str, currency: str, field: str = "amount") -> Money | InvalidInput:
    """Plain decimal text in major units as Money, or the problem: not a number, unknown currency, too many decimals."""
    if not is_currency(currency):
        return InvalidInput(field=field, reason=f"{currency!r} is not an ISO 4217 currency such as EUR.")
    if not _PLAIN_NUMBER.fullmatch(text.strip()):
        return InvalidInput(field=field, reason=f"{text!r} is not an amount; write it like 1234.50, without grouping.")
    try:
        return Money(exact_minor(Decimal(text.strip()), currency), currency)
    except ValueError as error:
        return InvalidInput(field=field, reason=f"{error}.")
