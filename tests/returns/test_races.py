"""Two at once: what came in is counted once, what is owed is refunded once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ordino.engine import SYSTEM, Completed, Outcome
from ordino.kernel.messages import Command
from ordino.returns.commands import CancelReturn, ReceiveReturn, RefundReturn, RequestReturn
from ordino.returns.rows import LineUnits, ReceivedUnits, UnitsToReturn
from tests.returns.world import Returns
from tests.support.merchant import line


def at_once(shop: Returns, *asked: Command) -> list[Outcome]:
    with ThreadPoolExecutor(len(asked)) as threads:
        running = [threads.submit(shop.engine.execute, [command], actor=SYSTEM) for command in asked]
        return [one.result()[0] for one in running]


def delivered(shop: Returns) -> int:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "89.99"))
    shop.deliver(order_id)
    return order_id


def won(outcomes: list[Outcome]) -> int:
    return sum(isinstance(outcome, Completed) for outcome in outcomes)


@pytest.mark.parametrize("attempt", range(2))
def test_of_two_receipts_of_the_same_units_one_is_taken_in(shop: Returns, attempt: int) -> None:
    order_id = delivered(shop)
    return_id = shop.approve(order_id, (1, 3))
    receipt = ReceiveReturn(return_id=return_id, location="LON", lines=(ReceivedUnits(line_number=1, quantity=2),))

    assert won(at_once(shop, *[receipt] * 4)) == 1

    assert shop.lines(order_id, "return_expected, returned") == [(1, 2)]
    assert shop.level("A") == (2, 0, 2)


@pytest.mark.parametrize("attempt", range(2))
def test_of_two_refunds_of_one_return_one_is_decided(shop: Returns, attempt: int) -> None:
    return_id = shop.accepted_return(delivered(shop), (1, 3))

    outcomes = at_once(
        shop,
        *[RefundReturn(return_id=return_id)] * 3,
        *[RefundReturn(return_id=return_id, lines=(LineUnits(1, 3),))] * 2,
    )

    assert won(outcomes) == 1
    assert shop.rows("select sum(refund_minor), count(*) from returns_refund") == [(26997, 1)]


def test_refunds_of_two_returns_of_one_line_take_different_units(shop: Returns) -> None:
    order_id = delivered(shop)
    returns = [shop.accepted_return(order_id, (1, 1)) for _ in range(3)]

    outcomes = at_once(shop, *[RefundReturn(return_id=return_id) for return_id in returns])

    assert won(outcomes) == 3
    assert shop.rows("select already from returns_refund_line order by 1") == [(0,), (1,), (2,)]


def test_a_receipt_and_a_cancellation_leave_one_of_both(shop: Returns) -> None:
    order_id = delivered(shop)
    return_id = shop.approve(order_id, (1, 3))
    receipt = ReceiveReturn(return_id=return_id, location="LON", lines=(ReceivedUnits(line_number=1, quantity=3),))

    assert won(at_once(shop, receipt, CancelReturn(return_id=return_id, reason="keeps it"))) == 1

    came = shop.state(return_id) == "received"
    assert shop.lines(order_id, "return_expected, returned") == [(0, 3 if came else 0)]


def test_of_requests_for_the_same_units_only_as_many_are_kept_as_there_are(shop: Returns) -> None:
    order_id = delivered(shop)
    asked = RequestReturn(order_id=order_id, lines=(UnitsToReturn(line_number=1, quantity=2),))

    assert won(at_once(shop, *[asked] * 4)) == 1
