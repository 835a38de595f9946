"""Orders that go to the customer and address of another one: other goods for a return, or the same goods again."""

from collections.abc import Sequence

import msgspec

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders.commands import PlaceOrder
from ordino.orders.facts import SQL
from ordino.orders.rows import OrderedLine, PaymentTerms, PostalAddress


class _RecipientRow(Record, frozen=True):
    order_id: int
    channel: str
    customer_id: int | None
    customer_name: str
    email: str
    currency: str
    ship_to: str
    bill_to: str | None


class Recipients:
    """Who the orders of a batch were for."""

    def __init__(self, unit: Unit, order_ids: Sequence[int]) -> None:
        rows = unit.fetch(SQL.select_recipients, _RecipientRow, order_ids=list(order_ids)) if order_ids else []
        self._rows = {row.order_id: row for row in rows}

    def order(
        self, order_id: int, reference: str, lines: Sequence[OrderedLine], payment_terms: PaymentTerms, note: str
    ) -> PlaceOrder:
        """An order of the same customer; goods arrived at the address before, so it is not verified again."""
        row = self._rows[order_id]
        return PlaceOrder(
            channel=row.channel,
            lines=tuple(lines),
            external_reference=reference,
            customer_id=row.customer_id,
            customer_name=row.customer_name,
            email=row.email,
            currency=row.currency,
            ship_to=msgspec.json.decode(row.ship_to, type=PostalAddress),
            bill_to=None if row.bill_to is None else msgspec.json.decode(row.bill_to, type=PostalAddress),
            payment_terms=payment_terms,
            verified_elsewhere=True,
            note=note,
        )
