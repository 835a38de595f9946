"""What may be given back, and why not: by what the customer has, and by the policy of the channel."""

from datetime import timedelta
from decimal import Decimal

import pytest

from ordino.delivery.decide.tracking_number import return_number_of
from ordino.engine import Actor, Completed
from ordino.kernel.messages import Refused
from ordino.kernel.problems import InvalidInput, NotFound, NotPermitted
from ordino.returns.commands import ApproveReturn, RequestReturn, SetReturnPolicy
from ordino.returns.problems import NotReturnable
from ordino.returns.rows import UnitsToReturn
from tests.conftest import MONDAY_MORNING
from tests.returns.world import Returns
from tests.support.merchant import line


def asking(order_id: int, *lines: tuple[int, int], **more: str) -> RequestReturn:
    units = tuple(UnitsToReturn(line_number=n, quantity=q, reason="size") for n, q in lines)
    return RequestReturn(order_id=order_id, lines=units, **more)  # type: ignore[arg-type]


def delivered(shop: Returns, quantity: int = 3) -> int:
    shop.stock("A", quantity)
    order_id = shop.place(line("A", quantity, "10.00"))
    shop.deliver(order_id)
    return order_id


def reasons(shop: Returns, command: RequestReturn) -> tuple[str, ...]:
    problem = shop.refused(command)
    assert isinstance(problem, NotReturnable), problem
    return problem.reasons


def test_delivered_units_may_be_given_back(shop: Returns) -> None:
    order_id = delivered(shop)

    return_id = shop.request(order_id, (1, 2))

    assert shop.state(return_id) == "requested"
    assert shop.lines(order_id, "return_expected, returned") == [(0, 0)]
    assert shop.events(order_id)[-1] == "ReturnRequested"


def test_what_was_not_delivered_is_not_returned(shop: Returns) -> None:
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id, (1, 2), delivered=False)

    assert reasons(shop, asking(order_id, (1, 1))) == ("nothing of it was delivered",)


def test_no_unit_is_asked_back_twice(shop: Returns) -> None:
    order_id = delivered(shop)
    shop.request(order_id, (1, 1))
    shop.approve(order_id, (1, 1))

    assert reasons(shop, asking(order_id, (1, 2))) == ("of 3 delivered units 2 are back or asked back, so 1 can be",)
    first, second = shop.ask(asking(order_id, (1, 1)), asking(order_id, (1, 1)))
    assert (type(first), type(second)) == (Completed, Refused)


def test_the_window_counts_from_the_last_delivery(shop: Returns) -> None:
    shop.policy(window_days=14)
    shop.stock("A", 3)
    order_id = shop.place(line("A", 3, "10.00"))
    shop.deliver(order_id, (1, 1))
    shop.later(days=5)
    shop.deliver(order_id, (1, 2))

    shop.engine.clock.set(MONDAY_MORNING + timedelta(days=19))
    shop.request(order_id, (1, 1))
    shop.later(seconds=1)

    assert reasons(shop, asking(order_id, (1, 1))) == ("the 14 days after delivery ended on 2026-03-21",)


def test_a_policy_without_a_window_has_no_limit(shop: Returns) -> None:
    shop.policy(window_days=None)
    order_id = delivered(shop)
    shop.later(days=3000)

    shop.request(order_id, (1, 1))


def test_without_any_policy_thirty_days_count(shop: Returns) -> None:
    order_id = delivered(shop)
    shop.later(days=31)

    assert reasons(shop, asking(order_id, (1, 1))) == ("the 30 days after delivery ended on 2026-04-01",)


def test_the_policy_of_the_channel_goes_before_that_of_all(shop: Returns) -> None:
    shop.policy(window_days=1)
    shop.policy(channel="shop", window_days=100)
    order_id = delivered(shop)
    shop.later(days=50)

    shop.request(order_id, (1, 1))


def test_some_goods_are_not_taken_back_and_every_reason_is_told(shop: Returns) -> None:
    shop.policy(window_days=1, not_returnable_skus=("A",), not_returnable_categories=("standard",))
    order_id = delivered(shop)
    shop.later(days=2)

    assert reasons(shop, asking(order_id, (1, 1))) == (
        "the 1 days after delivery ended on 2026-03-03",
        "A is not taken back",
        "goods of the category standard are not taken back",
    )


def test_the_policy_can_be_set_aside_with_a_reason_by_who_may(shop: Returns) -> None:
    shop.policy(not_returnable_skus=("A",))
    order_id = delivered(shop)
    asked = asking(order_id, (1, 1), override_reason="good customer")
    agent = Actor("Ada", frozenset({"returns.request_return"}))

    (refused,) = shop.engine.execute([asked], actor=agent)
    assert refused == Refused(NotPermitted(permission="returns.override_policy", actor="Ada"))

    lead = Actor("Grace", frozenset({"returns.request_return", "returns.override_policy"}))
    (done,) = shop.engine.execute([asked], actor=lead)
    assert isinstance(done, Completed)
    assert shop.rows("select override_reason from returns_return") == [("good customer",)]


def test_what_the_customer_does_not_have_cannot_be_set_aside(shop: Returns) -> None:
    order_id = delivered(shop)

    problem = shop.refused(asking(order_id, (1, 4), override_reason="good customer"))

    assert isinstance(problem, NotReturnable)
    assert not problem.may_be_overridden


def test_a_policy_may_approve_by_itself(shop: Returns) -> None:
    shop.policy(approve_automatically=True)
    order_id = delivered(shop)

    return_id = shop.request(order_id, (1, 2))

    assert shop.state(return_id) == "approved"
    assert shop.lines(order_id, "return_expected") == [(2,)]
    assert shop.order_row(order_id, "return_status") == ("expected",)


def test_the_terms_are_those_of_the_day_it_was_asked_for(shop: Returns) -> None:
    shop.policy(restocking_fee_percent=Decimal(10))
    order_id = delivered(shop)
    return_id = shop.accepted_return(order_id, (1, 1))
    shop.policy(restocking_fee_percent=Decimal(50))

    assert shop.refund(return_id).fee_minor == 100


def test_an_approval_gives_a_label_number_and_a_time(shop: Returns) -> None:
    shop.policy(expected_days=10)
    order_id = delivered(shop)
    first, second = shop.request(order_id, (1, 1)), shop.request(order_id, (1, 1))
    shop.later(days=3)

    shop.completed(ApproveReturn(return_id=first))
    shop.completed(ApproveReturn(return_id=second, label_number="DHL-1"))

    assert shop.rows("select label_number, expected_until from returns_return order by id") == [
        (return_number_of(first), MONDAY_MORNING + timedelta(days=13)),
        ("DHL-1", MONDAY_MORNING + timedelta(days=13)),
    ]


@pytest.mark.parametrize(
    ("lines", "field"),
    [((), "lines"), (((1, 0),), "quantity"), (((1, -1),), "quantity"), (((1, 1), (1, 1)), "lines")],
)
def test_what_cannot_be_meant_is_refused(shop: Returns, lines: tuple[tuple[int, int], ...], field: str) -> None:
    order_id = delivered(shop)

    problem = shop.refused(asking(order_id, *lines))

    assert isinstance(problem, InvalidInput)
    assert problem.field == field


def test_orders_and_lines_that_do_not_exist_are_named(shop: Returns) -> None:
    order_id = delivered(shop)

    assert shop.refused(asking(1, (1, 1))) == NotFound(what="order", reference="1")
    assert shop.refused(asking(order_id, (7, 1))) == NotFound(what="line", reference=f"{order_id}-7")


@pytest.mark.parametrize(
    "terms",
    [
        {"window_days": -1},
        {"expected_days": 0},
        {"restocking_fee_percent": Decimal(101)},
        {"restocking_fee_percent": Decimal("0.0000001")},
        {"restocking_fee_percent": Decimal("NaN")},
    ],
)
def test_a_policy_that_cannot_be_is_refused(shop: Returns, terms: dict[str, object]) -> None:
    assert shop.refused(SetReturnPolicy(**terms)).code() == "InvalidInput"  # type: ignore[arg-type]


def test_a_policy_of_an_unknown_channel_is_refused(shop: Returns) -> None:
    assert shop.refused(SetReturnPolicy(channel="moon")) == NotFound(what="channel", reference="moon")
