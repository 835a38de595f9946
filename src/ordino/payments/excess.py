"""What an order was paid too much, for those who give it back or let it pay something else."""

from collections.abc import Iterable

from ordino.engine import Unit
from ordino.payments.book import PaymentBook


def excess_of(unit: Unit, order_ids: Iterable[int]) -> dict[int, int]:
    """What was captured for each of the orders beyond what is due, and is not on its way back, in minor units; locks them."""
    book = PaymentBook(unit, order_ids, commands=0)
    return {order.id: book.excess_minor(order) for order in book.orders()}
