"""Give up authorizations that are not needed any more."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import NotFound, Problem
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.commands import VoidPayments
from ordino.payments.problems import NothingToVoid
from ordino.payments.voiding import Voiding


@handles(VoidPayments)
def void_payments(unit: Unit, commands: Sequence[VoidPayments]) -> list[Decision]:
    """Ask the gateways to give up what is open of one payment, or of all of an order."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    voiding = Voiding(unit, book, Calls(unit, book))
    decisions = [_void(book, voiding, command) for command in commands]
    book.write()
    return decisions


def _void(book: PaymentBook, voiding: Voiding, command: VoidPayments) -> Decision:
    order = book.order(command.order_id, VoidPayments)
    if isinstance(order, Problem):
        return Refused(order)
    payments = book.payments(order.id)
    if command.payment_id is not None:
        payments = [payment for payment in payments if payment.row.id == command.payment_id]
        if not payments:
            return Refused(NotFound(what=f"payment of order {order.id}", reference=str(command.payment_id)))
    asked = voiding.void(payments)
    return book.done(order.id, payment_ids=asked) if asked else Refused(NothingToVoid(order_id=order.id))
