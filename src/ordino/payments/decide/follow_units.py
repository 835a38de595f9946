"""How much of an order's money goes with units into another order. Pure."""

from collections.abc import Iterable

from ordino.kernel.messages import Record
from ordino.kernel.shares import share
from ordino.payments.decide.coverage import OrderSums


class MovablePayment(Record, frozen=True):
    """What of a payment is captured and not on its way back, and what of it may still be captured."""

    payment_id: int
    captured_minor: int
    open_minor: int


class MovedMoney(Record, frozen=True):
    """What of a payment goes to the other order: captured, and only authorized."""

    payment_id: int
    captured_minor: int
    open_minor: int


class FreeMoney(Record, frozen=True):
    """What of an order's money does not pay its invoices: captured, and captured or authorized."""

    captured_minor: int
    whole_minor: int


def free_money(sums: OrderSums, invoiced_minor: int) -> FreeMoney:
    """Invoices are paid first, by what was captured; `invoiced_minor` is what they come to less what was credited."""
    captured = sums.captured_minor - sums.refunded_minor - sums.refunds_under_way_minor - sums.disputed_minor
    left = captured + sums.open_minor - invoiced_minor
    return FreeMoney(max(0, captured + sums.capture_pending_minor - invoiced_minor), max(0, left))


def money_that_follows(free_minor: int, staying_minor: int, moved_minor: int) -> int:
    """The moved part's share of the money that is free; where everything is covered, exactly what it comes to."""
    if free_minor >= staying_minor + moved_minor:
        return moved_minor
    return share(free_minor, (staying_minor, moved_minor))[1]


def take_from(
    wanted_minor: int, captured_limit_minor: int, newest_first: Iterable[MovablePayment]
) -> tuple[MovedMoney, ...]:
    """Which payments the money leaves; of each, what is captured goes before what is only authorized."""
    moved: list[MovedMoney] = []
    for payment in newest_first:
        captured = min(wanted_minor, captured_limit_minor, payment.captured_minor)
        opened = min(wanted_minor - captured, payment.open_minor)
        if captured or opened:
            moved.append(MovedMoney(payment.payment_id, captured, opened))
        wanted_minor -= captured + opened
        captured_limit_minor -= captured
    return tuple(moved)
