"""Checks that several commands on payments begin with."""

from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import InvalidInput
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.gateway import EventKind
from ordino.payments.problems import ReferenceReused

LARGEST_AMOUNT_MINOR = 10**15


def amount_problem(amount_minor: int) -> InvalidInput | None:
    if 0 < amount_minor <= LARGEST_AMOUNT_MINOR:
        return None
    return InvalidInput(field="amount_minor", reason=f"must be 1 to {LARGEST_AMOUNT_MINOR}, in minor units.")


def known_by_reference(
    book: PaymentBook, order: LockedOrder, kind: EventKind, reference: str, amount_minor: int
) -> Decision | None:
    """The answer where the reference began a payment of the order before and it was not declined; None where it did not."""
    if not reference:
        return None
    for payment in book.payments(order.id):
        for act in payment.asked_for(kind, reference):
            if act.outcome == "failed":
                continue
            if act.amount_minor != amount_minor:
                return Refused(
                    reference_reused(order, reference, wanted_minor=amount_minor, known_minor=act.amount_minor)
                )
            return Known(book.result(order.id, (payment.row.id,)))
    return None


def reference_reused(order: LockedOrder, reference: str, *, wanted_minor: int, known_minor: int) -> ReferenceReused:
    return ReferenceReused(
        order_id=order.id,
        reference=reference,
        currency=order.currency,
        wanted_minor=wanted_minor,
        known_minor=known_minor,
    )
