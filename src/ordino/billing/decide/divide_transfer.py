"""Which orders a customer's bank transfer pays: those of the invoices it names, else those whose invoices are due first. Pure."""

from collections.abc import Sequence

from ordino.billing.rows import OrderPart
from ordino.kernel.messages import Record
from ordino.kernel.problems import NotFound


class OwedInvoice(Record, frozen=True):
    """An invoice of the customer and what is open of it."""

    order_id: int
    customer_id: int
    number: str
    currency: str
    open_minor: int


def divide_transfer(
    amount_minor: int, invoices: Sequence[OwedInvoice], named: Sequence[str]
) -> tuple[OrderPart, ...] | NotFound:
    """The parts by order; what is more than the invoices come to is in none of them. `invoices` are those due first, first."""
    by_number = {invoice.number: invoice for invoice in invoices}
    for number in named:
        if number not in by_number:
            return NotFound(what="invoice of the customer in this currency", reference=number)
    parts: dict[int, int] = {}
    left = amount_minor
    for invoice in [by_number[number] for number in dict.fromkeys(named)] or invoices:
        part = min(left, invoice.open_minor)
        if part:
            parts[invoice.order_id] = parts.get(invoice.order_id, 0) + part
            left -= part
    return tuple(OrderPart(order_id, amount) for order_id, amount in sorted(parts.items()))
