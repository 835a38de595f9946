"""Give back what is not due any more."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.commands import SettleBalance
from ordino.payments.lifecycle import ENDED
from ordino.payments.refunding import Refunding, WantedRefund
from ordino.payments.voiding import Voiding


@handles(SettleBalance)
def settle_balances(unit: Unit, commands: Sequence[SettleBalance]) -> list[Decision]:
    """Refund what was captured beyond what is due; of an order that has ended, give up what is authorized."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    voiding = Voiding(unit, book, Calls(unit, book))
    refunding = Refunding(unit, book, book.orders())
    decisions = [_settle(book, voiding, refunding, command) for command in commands]
    book.write()
    return decisions


def _settle(book: PaymentBook, voiding: Voiding, refunding: Refunding, command: SettleBalance) -> Decision:
    order = book.order(command.order_id, SettleBalance)
    if isinstance(order, Problem):
        return Refused(order)
    payment_ids = voiding.void(book.payments(order.id)) if order.state in ENDED else ()
    excess_minor = book.excess_minor(order)
    if not excess_minor:
        return book.done(order.id, payment_ids=payment_ids)
    reference = f"balance/{book.refunds.count(order.id) + 1}"
    refund_ids = refunding.begin(order, WantedRefund(excess_minor, "captured beyond what is due", reference))
    if isinstance(refund_ids, Problem):
        return Refused(refund_ids)
    return book.done(order.id, payment_ids=payment_ids, refund_ids=refund_ids)
