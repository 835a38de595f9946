"""Take authorized money."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.capturing import take
from ordino.payments.checks import amount_problem, reference_reused
from ordino.payments.commands import CapturePayment
from ordino.payments.decide.card_numbers import card_number_problem


@handles(CapturePayment)
def capture_payments(unit: Unit, commands: Sequence[CapturePayment]) -> list[Decision]:
    """Spread each amount over the order's authorizations, the oldest first; what finds none is told as missing."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    calls = Calls(unit, book)
    decisions = [_capture(unit, book, calls, command) for command in commands]
    book.write()
    return decisions


def _capture(unit: Unit, book: PaymentBook, calls: Calls, command: CapturePayment) -> Decision:
    order = _input_problem(command) or book.order(command.order_id, CapturePayment)
    if isinstance(order, Problem):
        return Refused(order)
    taken_minor = _taken_minor(book, order, command.reference)
    wanted_minor = command.amount_minor - taken_minor
    if wanted_minor < 0:
        return Refused(
            reference_reused(order, command.reference, wanted_minor=command.amount_minor, known_minor=taken_minor)
        )
    if not wanted_minor:
        return Known(book.result(order.id))
    taken = take(unit, calls, order, book.payments(order.id), wanted_minor, command.reference)
    return book.done(order.id, payment_ids=taken.payment_ids, missing_minor=taken.missing_minor)


def _taken_minor(book: PaymentBook, order: LockedOrder, reference: str) -> int:
    """What was captured, or is being captured, under the reference before."""
    return sum(
        act.amount_minor
        for payment in book.payments(order.id)
        for act in payment.asked_for("capture", reference)
        if act.outcome != "failed"
    )


def _input_problem(command: CapturePayment) -> Problem | None:
    if not command.reference.strip():
        return InvalidInput(field="reference", reason="say what is captured for, for example invoice/17.")
    return amount_problem(command.amount_minor) or card_number_problem(reference=command.reference)
