"""Give money back."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.checks import amount_problem, reference_reused
from ordino.payments.commands import RefundOrder
from ordino.payments.decide.card_numbers import card_number_problem
from ordino.payments.refunding import Refunding, WantedRefund


@handles(RefundOrder)
def refund_orders(unit: Unit, commands: Sequence[RefundOrder]) -> list[Decision]:
    """Begin the refunds of each command; never more than was captured and is not on its way back."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    refunding = Refunding(unit, book, book.orders())
    decisions = [_refund(book, refunding, command) for command in commands]
    book.write()
    return decisions


def _refund(book: PaymentBook, refunding: Refunding, command: RefundOrder) -> Decision:
    order = _input_problem(command) or book.order(command.order_id, RefundOrder)
    if isinstance(order, Problem):
        return Refused(order)
    known = _known(book, order, command)
    if known is not None:
        return known
    begun = refunding.begin(order, WantedRefund(command.amount_minor, command.reason, command.reference, command.to))
    if isinstance(begun, Problem):
        return Refused(begun)
    return book.done(order.id, refund_ids=begun)


def _known(book: PaymentBook, order: LockedOrder, command: RefundOrder) -> Decision | None:
    refunds = book.refunds.of_order(order.id, command.reference)
    if not refunds:
        return None
    known_minor = sum(refund.amount_minor for refund in refunds)
    if known_minor != command.amount_minor:
        return Refused(
            reference_reused(order, command.reference, wanted_minor=command.amount_minor, known_minor=known_minor)
        )
    return Known(book.result(order.id, refund_ids=tuple(refund.id for refund in refunds)))


def _input_problem(command: RefundOrder) -> Problem | None:
    if not command.reference.strip():
        return InvalidInput(field="reference", reason="name what is given back for, for example return/17.")
    return amount_problem(command.amount_minor) or card_number_problem(
        reason=command.reason, reference=command.reference
    )
