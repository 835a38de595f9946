"""Take what is invoiced and open."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import Problem
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.capturing import take
from ordino.payments.commands import CaptureOpenInvoices


@handles(CaptureOpenInvoices)
def capture_open_invoices(unit: Unit, commands: Sequence[CaptureOpenInvoices]) -> list[Decision]:
    """From the newest authorization first: the older ones had too little, or were declined."""
    book = PaymentBook(unit, (command.order_id for command in commands), commands=len(commands))
    calls = Calls(unit, book)
    decisions = [_capture(unit, book, calls, command) for command in commands]
    book.write()
    return decisions


def _capture(unit: Unit, book: PaymentBook, calls: Calls, command: CaptureOpenInvoices) -> Decision:
    order = book.order(command.order_id, CaptureOpenInvoices)
    if isinstance(order, Problem):
        return Refused(order)
    wanted_minor = book.covering.invoice_open_minor(order.id) - book.sums(order.id).capture_pending_minor
    if wanted_minor <= 0:
        return Known(book.result(order.id))
    newest_first = book.payments(order.id)[::-1]
    reference = f"open/{sum(payment.count('capture') for payment in newest_first) + 1}"
    taken = take(unit, calls, order, newest_first, wanted_minor, reference)
    return book.done(order.id, payment_ids=taken.payment_ids, missing_minor=taken.missing_minor)
