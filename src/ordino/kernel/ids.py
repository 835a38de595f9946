"""Identifiers with check digits: GTIN (products) and SSCC (logistic units), after the GS1 General Specifications."""

LARGEST_KEY = 2**63 - 1  # of a table

_GTIN_LENGTHS = (8, 12, 13, 14)
_SSCC_LENGTH = 18


def gs1_check_digit(digits: str) -> int:
    """The check digit that follows `digits`: weights 3, 1, 3, ... from the right, modulo 10."""
    if not _is_number(digits):
        raise ValueError(f"{digits!r} is not a row of digits")
    odd, even = digits[::-2], digits[-2::-2]
    return -(3 * sum(map(int, odd)) + sum(map(int, even))) % 10


def with_check_digit(digits: str) -> str:
    return f"{digits}{gs1_check_digit(digits)}"


def is_gtin(code: str) -> bool:
    """Whether the code is a GTIN-8, -12, -13 or -14 with a right check digit."""
    return _is_number(code) and len(code) in _GTIN_LENGTHS and with_check_digit(code[:-1]) == code


def gtin14(code: str) -> str:
    """The 14-digit form under which GTINs of all lengths are one number; ValueError where the code is no GTIN."""
    if not is_gtin(code):
        raise ValueError(f"{code!r} is not a GTIN")
    return code.zfill(14)


def is_sscc(code: str) -> bool:
    """Whether the code is an 18-digit SSCC with a right check digit."""
    return _is_number(code) and len(code) == _SSCC_LENGTH and with_check_digit(code[:-1]) == code


def make_sscc(extension: int, company_prefix: str, serial: int) -> str:
    """An SSCC: extension digit, GS1 company prefix, serial reference filled with zeros, check digit."""
    room = _SSCC_LENGTH - 2 - len(company_prefix)
    if not (0 <= extension <= 9 and _is_number(company_prefix) and room > 0 and 0 <= serial < 10**room):
        raise ValueError(f"no SSCC from extension {extension}, company prefix {company_prefix!r}, serial {serial}")
    return with_check_digit(f"{extension}{company_prefix}{serial:0{room}d}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
