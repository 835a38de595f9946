"""Money of orders that is booked: whose orders they are, and the answers of captures and refunds that were booked before."""

from collections.abc import Iterable

from ordino.billing.commands import BookedMoney
from ordino.billing.facts import SQL
from ordino.billing.ledger import LedgerItem
from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.kernel.problems import InvalidInput, NotFound, Problem


class PaidOrder(Record, frozen=True):
    """A locked order: whose it is and how it is paid."""

    id: int
    currency: str
    customer_id: int | None
    payment_terms: str


class BookedRow(Record, frozen=True):
    """A capture or refund that is booked."""

    reference_id: int
    order_id: int
    amount_minor: int
    waiting_minor: int

    def result(self) -> BookedMoney:
        return BookedMoney(order_id=self.order_id, amount_minor=self.amount_minor, waiting_minor=self.waiting_minor)


def lock_paid_orders(unit: Unit, order_ids: Iterable[int]) -> dict[int, PaidOrder]:
    rows = unit.fetch(SQL.lock_order_ids, PaidOrder, order_ids=sorted(set(order_ids)))
    return {row.id: row for row in rows}


def booked_money(item: LedgerItem, amount_minor: int) -> BookedMoney:
    """The answer for money that was settled as far as it goes."""
    return BookedMoney(order_id=item.order_id, amount_minor=amount_minor, waiting_minor=item.left_minor)


def refusal(orders: dict[int, PaidOrder], order_id: int, amount_minor: int) -> Problem | None:
    """Why money cannot be booked for an order."""
    if order_id not in orders:
        return NotFound(what="order", reference=str(order_id))
    if amount_minor <= 0:
        return InvalidInput(field="amount_minor", reason="an amount of money is more than nothing.")
    return None
