"""What was paid, invoiced and credited for orders: cached on their rows by the contexts that own payments and documents.

They call this in their transactions; nothing else writes these columns, and the audit sums them up again.
"""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders.facts import SQL


class PaymentFacts(Record, frozen=True):
    """The sums of an order's payments, in minor units: what may still be captured, what was captured, what went back."""

    order_id: int
    authorized_minor: int
    captured_minor: int
    refunded_minor: int


class DocumentFacts(Record, frozen=True):
    """The sums of an order's documents, in minor units: invoices, what is open of them, credit notes."""

    order_id: int
    invoiced_minor: int
    invoice_open_minor: int
    credited_minor: int


def write_payment_facts(unit: Unit, rows: Sequence[PaymentFacts]) -> None:
    """Cache the sums; `payment_status` follows in the database."""
    unit.write(SQL.set_payment_facts, rows)


def write_document_facts(unit: Unit, rows: Sequence[DocumentFacts]) -> None:
    """Cache the sums; `invoice_status` follows in the database."""
    unit.write(SQL.set_document_facts, rows)
