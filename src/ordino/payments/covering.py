"""Which orders of a batch are covered by their payments; told only where that changes."""

from collections.abc import Iterable

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Event
from ordino.orders.locking import LockedOrder
from ordino.payments.decide.coverage import OrderSums
from ordino.payments.events import PaymentCovered, PaymentMissing
from ordino.payments.facts import SQL, CoverageRow
from ordino.payments.lifecycle import ENDED


class Covering:
    """Orders that are paid beforehand and are still going on; what was said of them last, and what is news."""

    def __init__(self, unit: Unit, rows: Iterable[CoverageRow]) -> None:
        self._unit = unit
        self._known = {row.order_id: row for row in rows}
        self._changed: set[int] = set()

    def news(self, order: LockedOrder, sums: OrderSums) -> list[Event]:
        """PaymentCovered or PaymentMissing where the order was not covered, or was."""
        if order.payment_terms != "prepaid" or order.state in ENDED:
            return []
        missing_minor = sums.missing_minor(order.total_minor - order.credited_minor)
        covered = not missing_minor
        if covered == self._known[order.id].covered:
            return []
        self._known[order.id] = structs.replace(self._known[order.id], covered=covered)
        self._changed.add(order.id)
        return [PaymentCovered(order_id=order.id) if covered else self.missing(order, missing_minor)]

    def invoiced_minor(self, order_id: int) -> int:
        """What the order's invoices come to, less what was canceled of them."""
        return self._known[order_id].invoiced_minor

    def invoice_open_minor(self, order_id: int) -> int:
        """What of the order's invoices nothing has paid yet."""
        return self._known[order_id].invoice_open_minor

    def missing(self, order: LockedOrder, missing_minor: int) -> PaymentMissing:
        """So much is missing; says whether the order waits for it already."""
        known = self._known[order.id]
        self._known[order.id] = structs.replace(known, held=True)
        return PaymentMissing(order_id=order.id, missing_minor=missing_minor, currency=order.currency, held=known.held)

    def write(self) -> None:
        self._unit.write(SQL.upsert_coverage, [self._known[order_id] for order_id in sorted(self._changed)])
