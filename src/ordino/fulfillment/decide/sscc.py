"""Serial Shipping Container Codes (GS1 General Specifications): 17 digits and a check digit."""

_DIGITS_BEFORE_CHECK = 17


def check_digit(digits: str) -> str:
    """The digit that GS1 numbers end with: weights 3 and 1 from the right, what is missing to the next ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def sscc(number: int, company_prefix: str) -> str:
    """The SSCC of a running number: extension digit, company prefix, reference, check digit.

    The digits of the number beyond the reference's are the extension digit. Raises ValueError where the number has more
    digits than the prefix leaves, so that no code is ever given twice.
    """
    reference_digits = _DIGITS_BEFORE_CHECK - 1 - len(company_prefix)
    extension, reference = divmod(number, 10**reference_digits)
    if not 0 <= extension <= 9:
        raise ValueError(f"no SSCC is left under the company prefix {company_prefix}: {number} is too large")
    digits = f"{extension}{company_prefix}{reference:0{reference_digits}}"
    return digits + check_digit(digits)
