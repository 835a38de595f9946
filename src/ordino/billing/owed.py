"""What customers owe: read after their orders are locked, counted down while a batch divides transfers over it."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from ordino.billing.decide.divide_transfer import OwedInvoice
from ordino.billing.facts import SQL
from ordino.billing.money import lock_paid_orders
from ordino.billing.rows import OrderPart
from ordino.engine import Unit
from ordino.kernel.messages import Record


class PartRow(Record, frozen=True):
    """What of a transfer goes to an order."""

    transfer_id: int
    order_id: int
    amount_minor: int


def read_owed(unit: Unit, customer_ids: Sequence[int], numbers: Iterable[str]) -> list[OwedInvoice]:
    """The customers' invoices: those that are open, and those that are named whatever their state."""
    order_ids = unit.fetch_values(SQL.select_open_orders, customer_ids=customer_ids)
    lock_paid_orders(unit, order_ids)
    return unit.fetch(
        SQL.select_invoices_of_customers,
        OwedInvoice,
        customer_ids=customer_ids,
        order_ids=order_ids,
        numbers=sorted(set(numbers)),
    )


def less(owed: Sequence[OwedInvoice], parts: Sequence[OrderPart], named: Sequence[str]) -> list[OwedInvoice]:
    """What is still open after the parts."""
    left = {part.order_id: part.amount_minor for part in parts}
    after: list[OwedInvoice] = []
    for invoice in owed:
        paid = min(left.get(invoice.order_id, 0), invoice.open_minor) if not named or invoice.number in named else 0
        left[invoice.order_id] = left.get(invoice.order_id, 0) - paid
        after.append(structs.replace(invoice, open_minor=invoice.open_minor - paid))
    return after
