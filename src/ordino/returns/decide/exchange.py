"""What of a credit can pay another order. Pure."""


def usable_credit(credit_minor: int, excess_minor: int, *, payment_terms: str) -> int:
    """The part of the credit that was paid for the order, is not due any more and not on its way back, in minor units.

    A credit first lowers what the customer still owes. Where the channel has the money, it has all of it.
    """
    return credit_minor if payment_terms == "paid_elsewhere" else min(credit_minor, excess_minor)
