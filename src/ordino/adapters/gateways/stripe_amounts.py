"""Amounts as Stripe writes them: mostly our minor units, with the exceptions of docs.stripe.com/currencies."""

# ISO 4217 gives them no decimals, Stripe two that are always zero.
_HUNDREDFOLD = frozenset({"ISK", "UGX"})
# ISO 4217 gives it two decimals, Stripe none.
_WITHOUT_DECIMALS = frozenset({"MGA"})
# Three decimals, of which Stripe takes the last only as zero.
_ROUNDED_TO_TEN = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})


class NotPayable(ValueError):
    """An amount that Stripe cannot express in its currency."""


def to_stripe(minor: int, currency: str) -> int:
    """The amount for a call. Raises NotPayable."""
    if currency in _HUNDREDFOLD:
        return minor * 100
    if currency in _WITHOUT_DECIMALS:
        if minor % 100:
            raise NotPayable(f"{currency} is paid without decimals")
        return minor // 100
    if currency in _ROUNDED_TO_TEN and minor % 10:
        raise NotPayable(f"{currency} is paid with two decimals")
    return minor


def from_stripe(amount: int, currency: str) -> int:
    """An amount that Stripe says, in our minor units."""
    if currency in _HUNDREDFOLD:
        return amount // 100
    return amount * 100 if currency in _WITHOUT_DECIMALS else amount
