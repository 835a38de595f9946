"""Quantities: integers of a SKU's smallest unit. Goods sold by measure have decimals: scale 3 makes 2.5 kg 2500."""

import re
from decimal import Decimal

from ordino.kernel.problems import InvalidInput

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)


def read_quantity(text: str, scale: int = 0, field: str = "quantity") -> int | InvalidInput:
    """Plain decimal text as an integer of 10^-`scale`, or the problem: not a number, finer than the goods are sold."""
    if not _PLAIN_NUMBER.fullmatch(text.strip()):
        return InvalidInput(field=field, reason=f"{text!r} is not a quantity; write it like 12 or 2.5.")
    quantity = Decimal(text.strip()).scaleb(scale)
    if quantity != quantity.to_integral_value():
        accepted = f"at most {scale} decimals" if scale else "whole units only"
        return InvalidInput(field=field, reason=f"{text.strip()} is finer than these goods are sold: {accepted}.")
    return int(quantity)


def quantity_text(quantity: int, scale: int = 0) -> str:
    """The quantity in the unit of sale: 2500 at scale 3 is `2.5`."""
    if not scale:
        return str(quantity)
    return f"{Decimal(quantity).scaleb(-scale):f}".rstrip("0").rstrip(".")
