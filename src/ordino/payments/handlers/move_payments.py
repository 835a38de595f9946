"""Let money follow units into another order."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.ids import Ids
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.commands import AuthorizePayment, MovePayments
from ordino.payments.decide.follow_units import MovablePayment, MovedMoney, free_money, money_that_follows, take_from
from ordino.payments.gateway import gateway_of
from ordino.payments.moving import Mover
from ordino.payments.payment import Payment
from ordino.payments.problems import PaymentUnderWay


@handles(MovePayments)
def move_payments(unit: Unit, commands: Sequence[MovePayments]) -> list[Decision]:
    """Each payment that gives something is a payment of the other order, too, from then on."""
    order_ids = [order_id for command in commands for order_id in (command.order_id, command.to_order_id)]
    book = PaymentBook(unit, order_ids, commands=len(commands))
    mover = Mover(unit, book, Calls(unit, book), Ids(unit, "payments_payment_id_seq", block=len(commands)))
    decisions = [_move(unit, book, mover, command) for command in commands]
    book.write()
    return decisions


def _move(unit: Unit, book: PaymentBook, mover: Mover, command: MovePayments) -> Decision:
    giver = book.order(command.order_id, MovePayments)
    if isinstance(giver, Problem):
        return Refused(giver)
    taker = book.order(command.to_order_id, AuthorizePayment)
    if isinstance(taker, Problem):
        return Refused(taker)
    problem = _input_problem(command, giver, taker) or _under_way(unit, book.payments(giver.id))
    if problem is not None:
        return Refused(problem)
    for part in _parts(unit, book, giver, command.moved_minor):
        payment = book.payment(giver.id, part.payment_id)
        assert payment is not None
        mover.move(payment, taker, part)
    return Done(book.result(taker.id), (*book.take_events(giver.id), *book.take_events(taker.id)))


def _parts(unit: Unit, book: PaymentBook, giver: LockedOrder, moved_minor: int | None) -> tuple[MovedMoney, ...]:
    """What of the giver's payments goes, the newest first."""
    invoiced_minor = book.covering.invoiced_minor(giver.id)
    free = free_money(book.sums(giver.id), invoiced_minor - giver.credited_minor)
    wanted_minor = free.whole_minor
    if moved_minor is not None:
        wanted_minor = money_that_follows(free.whole_minor, max(0, giver.total_minor - invoiced_minor), moved_minor)
    movable = [
        MovablePayment(payment.row.id, book.refundable_minor(payment), payment.amounts(unit.now).capturable_minor)
        for payment in reversed(book.payments(giver.id))
    ]
    return take_from(wanted_minor, free.captured_minor, movable)


def _input_problem(command: MovePayments, giver: LockedOrder, taker: LockedOrder) -> Problem | None:
    if giver.id == taker.id:
        return InvalidInput(field="to_order_id", reason="money goes to another order.")
    if giver.currency != taker.currency:
        return InvalidInput(field="to_order_id", reason="both orders are in one currency.")
    if command.moved_minor is not None and command.moved_minor < 0:
        return InvalidInput(field="moved_minor", reason="must be 0 or more, in minor units.")
    return None


def _under_way(unit: Unit, payments: Sequence[Payment]) -> PaymentUnderWay | None:
    """A gateway's answer that is still to come belongs to one order: which one must not depend on when it comes."""
    for payment in payments:
        amounts = payment.amounts(unit.now)
        pending_minor = amounts.authorize_pending_minor + amounts.capture_pending_minor
        gateway = gateway_of(payment.row.gateway)
        if pending_minor and (gateway is None or not gateway.by_hand):
            return PaymentUnderWay(
                order_id=payment.row.order_id,
                payment_id=payment.row.id,
                pending_minor=pending_minor,
                currency=payment.row.currency,
            )
    return None
