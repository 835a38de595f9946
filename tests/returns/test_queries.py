"""What edges read: returns, what may be returned, who returns much, and why."""

from datetime import timedelta
from decimal import Decimal

from ordino.delivery.decide.tracking_number import return_number_of
from ordino.engine import Window
from ordino.returns.commands import ExchangeReturn, SettleExchange
from ordino.returns.queries import (
    ReturnFilter,
    due_returns,
    habitual_returners,
    list_returns,
    return_reasons,
    returnable_lines,
    show_return,
    unsettled_exchanges,
)
from ordino.returns.views import HabitualReturner, ReasonCount, ReceiptView
from tests.conftest import MONDAY_MORNING
from tests.returns.world import Returns
from tests.support.merchant import line


def delivered(shop: Returns, sku: str = "A", quantity: int = 4, **terms: object) -> int:
    shop.stock(sku, quantity)
    order_id = shop.place(line(sku, quantity, "10.00"), **terms)
    shop.deliver(order_id)
    return order_id


def test_a_return_is_shown_with_everything(shop: Returns) -> None:
    order_id = delivered(shop)
    return_id = shop.accepted_return(order_id, (1, 3))
    shop.refund(return_id, (1, 2))

    with shop.engine.reader() as reader:
        view = show_return(reader, return_id)
        assert show_return(reader, return_id + 1) is None

    assert view is not None
    assert (view.head.state, view.head.currency, view.head.label_number) == (
        "inspected",
        "GBP",
        return_number_of(return_id),
    )
    assert [(one.quantity, one.received, one.accepted, one.refunded) for one in view.lines] == [(3, 3, 3, 2)]
    assert view.receipts == [ReceiptView(1, "LON", 3, 3)]
    assert [one.refund_minor for one in view.refunds] == [2000]
    assert "CloseReturn" in view.permitted


def test_returns_are_listed_the_newest_first(shop: Returns) -> None:
    order_id, other = delivered(shop), delivered(shop, customer_id=shop.customer())
    first, second, third = shop.request(order_id, (1, 1)), shop.approve(order_id, (1, 2)), shop.request(other, (1, 1))

    with shop.engine.reader() as reader:
        assert [row.id for row in list_returns(reader, ReturnFilter())] == [third, second, first]
        assert [row.id for row in list_returns(reader, ReturnFilter(order_id=order_id))] == [second, first]
        assert [row.id for row in list_returns(reader, ReturnFilter(states=("approved",)))] == [second]
        assert [row.id for row in list_returns(reader, ReturnFilter(), Window(after_id=second))] == [first]
        (of_customer,) = list_returns(reader, ReturnFilter(customer_id=1 << 40), Window(1)) or [None]
    assert of_customer is None


def test_what_may_be_returned_is_told_line_by_line(shop: Returns) -> None:
    shop.policy(window_days=14, not_returnable_skus=("B",))
    shop.stock("A", 3)
    shop.stock("B", 1)
    order_id = shop.place(line("A", 3, "1.00"), line("B", 1, "1.00"))
    shop.deliver(order_id)
    shop.request(order_id, (1, 1))

    with shop.engine.reader() as reader:
        first, second = returnable_lines(reader, order_id, now=MONDAY_MORNING)
        assert returnable_lines(reader, 1, now=MONDAY_MORNING) == []

    assert (first.returnable, first.until, first.reasons) == (2, MONDAY_MORNING + timedelta(days=14), ())
    assert (second.returnable, second.reasons) == (1, ("B is not taken back",))


def test_who_returns_much_is_seen(shop: Returns) -> None:
    often, seldom = shop.customer("Often Ltd"), shop.customer("Seldom Ltd")
    shop.accepted_return(delivered(shop, quantity=6, customer_id=often), (1, 5))
    shop.accepted_return(delivered(shop, quantity=10, customer_id=seldom), (1, 1))
    delivered(shop, customer_id=shop.customer("Never Ltd"))

    with shop.engine.reader() as reader:
        found = habitual_returners(reader, since=MONDAY_MORNING)
        none = habitual_returners(reader, since=MONDAY_MORNING + timedelta(days=1))

    assert found == [
        HabitualReturner(often, found[0].customer_name, 1, 6, 5, Decimal("83.33")),
        HabitualReturner(seldom, found[1].customer_name, 1, 10, 1, Decimal("10.00")),
    ]
    assert none == []


def test_reasons_are_counted(shop: Returns) -> None:
    order_id, other = delivered(shop), delivered(shop, "B")
    shop.approve(order_id, (1, 2), reason="size")
    shop.approve(order_id, (1, 1), reason="size")
    shop.approve(other, (1, 1), reason="damaged")

    with shop.engine.reader() as reader:
        assert return_reasons(reader, since=MONDAY_MORNING) == [
            ReasonCount("size", "A", 2, 3),
            ReasonCount("damaged", "B", 1, 1),
        ]
        assert return_reasons(reader, since=MONDAY_MORNING, skus=["B"]) == [ReasonCount("damaged", "B", 1, 1)]


def test_what_is_due_is_found(shop: Returns) -> None:
    order_id = delivered(shop)
    late = shop.approve(order_id, (1, 1))
    shop.later(days=1)
    shop.approve(order_id, (1, 1))

    with shop.engine.reader() as reader:
        assert due_returns(reader, now=MONDAY_MORNING + timedelta(days=30)) == [late]
        assert due_returns(reader, now=MONDAY_MORNING) == []


def test_exchanges_that_wait_for_their_settlement_are_found(shop: Returns) -> None:
    return_id = shop.accepted_return(delivered(shop), (1, 1))
    shop.stock("B", 1)
    shop.completed(ExchangeReturn(return_id=return_id, lines=(line("B", 1, "10.00"),)))

    with shop.engine.reader() as reader:
        assert unsettled_exchanges(reader) == [return_id]
    shop.completed(SettleExchange(return_id=return_id))
    with shop.engine.reader() as reader:
        assert unsettled_exchanges(reader) == []
