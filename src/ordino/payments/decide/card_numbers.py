"""No card data: what looks like a card number is not taken in. Pure."""

import re

from ordino.kernel.problems import InvalidInput

_DIGIT_RUNS = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])", re.ASCII)


def card_number_problem(**texts: str) -> InvalidInput | None:
    """The first field that holds what looks like a card number, or None."""
    for field, text in texts.items():
        if _find(text):
            return InvalidInput(
                field=field,
                reason="looks like a card number. Card data are never kept here; give the gateway's token instead.",
            )
    return None


def without_card_numbers(text: str) -> str:
    """The text with everything that looks like a card number blackened but for its last four digits."""
    for found in _find(text):
        text = text.replace(found, f"...{found[-4:]}")
    return text


def _find(text: str) -> list[str]:
    """Rows of 13 to 19 digits, perhaps with blanks or hyphens, whose check digit is that of a card (Luhn)."""
    if len(text) < 13:
        return []
    return [found for found in _DIGIT_RUNS.findall(text) if _luhn(re.sub(r"[ -]", "", found))]


def _luhn(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0
