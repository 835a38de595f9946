"""Record money that a person has received."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls, by_our_word
from ordino.payments.checks import amount_problem, known_by_reference
from ordino.payments.commands import RecordPayment
from ordino.payments.decide.card_numbers import card_number_problem
from ordino.payments.decide.fold import Act
from ordino.payments.gateway import CallKind, gateway_of
from ordino.payments.payment import Payment


@handles(RecordPayment)
def record_payments(unit: Unit, commands: Sequence[RecordPayment]) -> list[Decision]:
    """Money that was expected (cash on delivery) settles its capture; other money is a payment of its own."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    payment_ids = unit.next_ids("payments_payment_id_seq", len(commands))
    calls = Calls(unit, book)
    decisions = [
        _record(unit, book, calls, command, payment_id)
        for command, payment_id in zip(commands, payment_ids, strict=True)
    ]
    book.write()
    return decisions


def _record(unit: Unit, book: PaymentBook, calls: Calls, command: RecordPayment, payment_id: int) -> Decision:
    order = _input_problem(command) or book.order(command.order_id, RecordPayment)
    if isinstance(order, Problem):
        return Refused(order)
    known = known_by_reference(book, order, "capture", command.reference, command.amount_minor)
    if known is not None:
        return known
    expected = _expected(book, order, command)
    if expected is not None:
        payment, act = expected
        received = by_our_word(unit, act.key, "capture", "succeeded", act.amount_minor)
        book.record(payment, received, reference=command.reference)
        return book.done(order.id, payment_ids=(payment.row.id,))
    payment = book.begin(order, payment_id, command.gateway, command.method)
    kinds: tuple[CallKind, ...] = ("authorize", "capture")
    for kind in kinds:
        said = by_our_word(unit, calls.key(payment, kind), kind, "succeeded", command.amount_minor)
        book.record(payment, said, reference=command.reference)
    return book.done(order.id, payment_ids=(payment_id,))


def _expected(book: PaymentBook, order: LockedOrder, command: RecordPayment) -> tuple[Payment, Act] | None:
    """The capture by the same method that waits for exactly this money."""
    for payment in book.payments(order.id):
        if (payment.row.gateway, payment.row.method) == (command.gateway, command.method):
            for act in payment.acts.values():
                if act.kind == "capture" and act.pending and act.amount_minor == command.amount_minor:
                    return payment, act
    return None


def _input_problem(command: RecordPayment) -> Problem | None:
    gateway = gateway_of(command.gateway)
    if gateway is None:
        return NotFound(what="payment gateway", reference=command.gateway)
    if not gateway.by_hand:
        return InvalidInput(field="gateway", reason=f"what {gateway.code} receives is said by {gateway.code} itself.")
    if not command.method.strip():
        return InvalidInput(field="method", reason="say how the money came, for example transfer or cash.")
    return amount_problem(command.amount_minor) or card_number_problem(
        method=command.method, reference=command.reference
    )
