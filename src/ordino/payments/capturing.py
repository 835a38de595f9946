"""Taking authorized money: spread over an order's authorizations, asked of their gateways."""

from collections.abc import Sequence

from ordino.engine import Unit
from ordino.kernel.messages import Record
from ordino.orders.locking import LockedOrder
from ordino.payments.calls import Calls
from ordino.payments.decide.spread import Room, spread
from ordino.payments.gateway import gateway_of
from ordino.payments.payment import Payment


class Taken(Record, frozen=True):
    """The payments that were asked, and what found no authorization where the order is to be paid beforehand."""

    payment_ids: tuple[int, ...]
    missing_minor: int


def take(
    unit: Unit, calls: Calls, order: LockedOrder, payments: Sequence[Payment], wanted_minor: int, reference: str
) -> Taken:
    """Ask for the amount, from the first payment on."""
    open_payments = {payment.row.id: payment for payment in payments}
    rooms = [Room(key, payment.amounts(unit.now).capturable_minor) for key, payment in open_payments.items()]
    parts, missing_minor = spread(wanted_minor, rooms)
    for part in parts:
        payment = open_payments[part.payment_id]
        gateway = gateway_of(payment.row.gateway)
        assert gateway is not None, payment.row.gateway
        calls.ask(payment, gateway, "capture", part.amount_minor, reference=reference)
    if order.payment_terms != "prepaid":
        missing_minor = 0
    return Taken(tuple(part.payment_id for part in parts), missing_minor)
