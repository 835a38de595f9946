"""What of a credit can pay another order. Pure."""

from ordino.orders.decide.complete_order import OrderMoney


def usable_credit(credit_minor: int, money: OrderMoney) -> int:
    """The part of the credit that was paid for the order and is not due any more, in minor units.

    A credit first lowers what the customer still owes. Where the channel has the money, it has all of it.
    """
    if money.payment_terms == "paid_elsewhere":
        return credit_minor
    return min(credit_minor, max(0, -money.balance_minor()))
