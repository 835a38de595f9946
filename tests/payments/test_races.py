"""Two at once: never more captured than authorized, never more given back than came in."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.kernel.messages import Command, Refused
from ordino.orders.commands import CancelOrder
from ordino.payments.commands import CapturePayment, OrderPaid, RefundOrder, VoidPayments
from ordino.payments.problems import RefundTooLarge
from tests.payments.till import Till


def at_once(till: Till, *asked: Command) -> list[Outcome]:
    with ThreadPoolExecutor(len(asked)) as threads:
        running = [threads.submit(till.engine.execute, [command], actor=SYSTEM) for command in asked]
        return [one.result()[0] for one in running]


def missing(outcome: Outcome) -> int:
    assert isinstance(outcome, Completed)
    assert isinstance(outcome.result, OrderPaid)
    return outcome.result.missing_minor


@pytest.mark.parametrize("gateway", ["sandbox", "manual"])
def test_of_two_refunds_at_once_only_what_was_captured_goes_back(till: Till, gateway: str) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, gateway)
    till.capture(order_id, 10000)

    outcomes = at_once(
        till,
        *[RefundOrder(order_id=order_id, amount_minor=6000, reason="twice", reference=f"return/{n}") for n in range(4)],
    )
    till.work()

    (refused,) = {type(outcome.problem) for outcome in outcomes if isinstance(outcome, Refused)}
    assert refused is RefundTooLarge
    assert sum(isinstance(outcome, Completed) for outcome in outcomes) == 1
    assert sum(amount for _, amount in till.refunds(order_id)) == 6000


def test_of_two_captures_at_once_only_what_is_authorized_is_taken(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)

    outcomes = at_once(
        till, *[CapturePayment(order_id=order_id, amount_minor=6000, reference=f"invoice/{n}") for n in range(4)]
    )
    till.work()

    assert sorted(map(missing, outcomes)) == [0, 2000, 6000, 6000]
    assert till.sums(order_id) == (0, 10000, 0)


def test_the_same_capture_at_once_is_one_capture(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)

    at_once(till, *[CapturePayment(order_id=order_id, amount_minor=6000, reference="invoice/1")] * 6)
    till.work()

    assert till.sums(order_id) == (4000, 6000, 0)
    assert till.events(order_id).count("PaymentCaptured") == 1


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_capture_and_a_void_at_once_one_wins(till: Till, attempt: int) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)

    captured, voided = at_once(
        till,
        CapturePayment(order_id=order_id, amount_minor=10000, reference="invoice/1"),
        VoidPayments(order_id=order_id),
    )
    till.work()

    if isinstance(voided, Completed):
        assert missing(captured) == 10000
        assert till.sums(order_id) == (0, 0, 0)
    else:
        assert missing(captured) == 0
        assert till.sums(order_id) == (0, 10000, 0)


def test_of_a_cancellation_and_a_capture_at_once_the_customer_ends_without_a_loss(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)

    at_once(
        till,
        CapturePayment(order_id=order_id, amount_minor=10000, reference="invoice/1"),
        CancelOrder(order_id=order_id, reason="late"),
    )
    while till.work_later():
        pass

    authorized, captured, refunded = till.sums(order_id)
    assert (authorized, captured - refunded) == (0, 0)
