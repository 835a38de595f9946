"""Set money aside for orders."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import NotFound, Problem
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.checks import amount_problem, known_by_reference
from ordino.payments.commands import AuthorizePayment
from ordino.payments.decide.card_numbers import card_number_problem
from ordino.payments.gateway import gateway_of


@handles(AuthorizePayment)
def authorize_payments(unit: Unit, commands: Sequence[AuthorizePayment]) -> list[Decision]:
    """Begin a payment for each command and ask its gateway to authorize it."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    calls = Calls(unit, book)
    payment_ids = unit.next_ids("payments_payment_id_seq", len(commands))
    decisions = [
        _authorize(book, calls, command, payment_id) for command, payment_id in zip(commands, payment_ids, strict=True)
    ]
    book.write()
    return decisions


def _authorize(book: PaymentBook, calls: Calls, command: AuthorizePayment, payment_id: int) -> Decision:
    gateway = gateway_of(command.gateway)
    order = _input_problem(command) or book.order(command.order_id, AuthorizePayment)
    if isinstance(order, Problem):
        return Refused(order)
    if gateway is None:
        return Refused(NotFound(what="payment gateway", reference=command.gateway))
    known = known_by_reference(book, order, "authorize", command.reference, command.amount_minor)
    if known is not None:
        return known
    payment = book.begin(order, payment_id, command.gateway, command.method, command.token)
    calls.ask(payment, gateway, "authorize", command.amount_minor, reference=command.reference)
    return book.done(order.id, payment_ids=(payment_id,))


def _input_problem(command: AuthorizePayment) -> Problem | None:
    return amount_problem(command.amount_minor) or card_number_problem(
        token=command.token, method=command.method, reference=command.reference
    )
