"""Refunds: proposed, approved, asked for, given, failed, come back; never more than came in."""

from collections.abc import Callable

import pytest

from ordino.kernel.problems import StateRefuses
from ordino.payments.commands import (
    ApproveRefund,
    ConfirmRefund,
    DeclineRefund,
    FailRefund,
    PaymentCommand,
    RefundOrder,
    RequestRefund,
    ReverseRefund,
    SetPaymentPolicy,
)
from ordino.payments.lifecycle import REFUND
from ordino.payments.problems import GatewayDecides, ReferenceReused, RefundTooLarge
from tests.payments.till import Till

COMMANDS: dict[str, Callable[[int], PaymentCommand]] = {
    "ApproveRefund": lambda key: ApproveRefund(refund_id=key),
    "DeclineRefund": lambda key: DeclineRefund(refund_id=key),
    "RequestRefund": lambda key: RequestRefund(refund_id=key),
    "ConfirmRefund": lambda key: ConfirmRefund(refund_id=key),
    "FailRefund": lambda key: FailRefund(refund_id=key),
    "ReverseRefund": lambda key: ReverseRefund(refund_id=key),
}
PATHS: dict[str, tuple[str, ...]] = {
    "proposed": (),
    "approved": ("ApproveRefund",),
    "requested": ("ApproveRefund", "RequestRefund"),
    "succeeded": ("ApproveRefund", "ConfirmRefund"),
    "failed": ("ApproveRefund", "FailRefund"),
    "reversed": ("ApproveRefund", "ConfirmRefund", "ReverseRefund"),
    "declined": ("DeclineRefund",),
}


def give_back(order_id: int, amount_minor: int, reference: str = "return/1") -> RefundOrder:
    return RefundOrder(order_id=order_id, amount_minor=amount_minor, reason="came back", reference=reference)


def refund_in(till: Till, state: str) -> tuple[int, int]:
    """An order that was paid by hand, and a refund of 20.00 of it in the state."""
    order_id = till.order("100.00")
    till.receive(order_id, 10000)
    (refund_id,) = till.paid(give_back(order_id, 2000)).refund_ids
    for word in PATHS[state]:
        till.paid(COMMANDS[word](refund_id))
    return order_id, refund_id


@pytest.mark.parametrize("word", COMMANDS)
@pytest.mark.parametrize("state", REFUND.states)
def test_each_command_does_in_each_state_what_the_table_says(till: Till, state: str, word: str) -> None:
    till.ask(SetPaymentPolicy(approve_refunds_above_minor=0))
    order_id, refund_id = refund_in(till, state)
    target = REFUND.target(state, word)

    if target is None:
        problem = till.refused(COMMANDS[word](refund_id))
        assert isinstance(problem, StateRefuses)
        assert problem.permitted == REFUND.permitted(state)
    else:
        till.paid(COMMANDS[word](refund_id))
        assert till.refunds(order_id, "state") == [(target,)]
        assert till.sums(order_id) == (0, 10000, 2000 if target == "succeeded" else 0)


@pytest.mark.parametrize(
    ("state", "detail"),
    [
        ("failed", "The money did not go back: no reason was given."),
        ("reversed", "The money came back: it did not reach the customer."),
    ],
)
def test_money_that_did_not_reach_the_customer_is_somebodys_work(till: Till, state: str, detail: str) -> None:
    till.ask(SetPaymentPolicy(approve_refunds_above_minor=0))
    order_id, refund_id = refund_in(till, state)

    asked = "select kind, subject, owner, detail, amount_minor, currency from exceptions_exception where order_id = %s"
    assert till.merchant.rows(asked, order_id) == [
        ("refund_failed", f"refund/{refund_id}", "finance", detail, 2000, "GBP")
    ]


def test_a_refund_at_a_gateway_is_settled_by_the_gateway(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 10000)
    (refund_id,) = till.paid(give_back(order_id, 2000)).refund_ids

    for word in ("ConfirmRefund", "FailRefund"):
        assert isinstance(till.refused(COMMANDS[word](refund_id)), GatewayDecides)
    till.work()
    assert till.refunds(order_id) == [("succeeded", 2000)]


def test_above_its_limit_a_channel_lets_refunds_wait_for_approval(till: Till) -> None:
    till.ask(SetPaymentPolicy(approve_refunds_above_minor=1000))
    till.ask(SetPaymentPolicy(channel="shop", approve_refunds_above_minor=5000))
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 10000)

    till.refund(order_id, 5000, "return/1")
    till.refund(order_id, 5000, "return/2")
    assert till.refunds(order_id) == [("succeeded", 5000), ("succeeded", 5000)]

    other = till.order("100.00")
    till.authorize(other, 10000)
    till.capture(other, 10000)
    (refund_id,) = till.refund(other, 5001).refund_ids
    assert till.refunds(other) == [("proposed", 5001)]
    assert isinstance(till.refused(give_back(other, 5000, "return/2")), RefundTooLarge)

    till.paid(ApproveRefund(refund_id=refund_id))
    till.work()
    assert till.refunds(other) == [("succeeded", 5001)]
    assert [kind for kind in till.events(other) if "Refund" in kind] == [
        "RefundProposed",
        "RefundApproved",
        "RefundRequested",
        "PaymentRefunded",
    ]


def test_a_refund_that_is_too_large_says_what_can_go_back(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 10000)
    till.refund(order_id, 3000)

    assert till.refused(give_back(order_id, 8000, "return/2")) == RefundTooLarge(
        order_id=order_id,
        currency="GBP",
        wanted_minor=8000,
        captured_minor=10000,
        refunded_minor=0,
        under_way_minor=3000,
        refundable_minor=7000,
    )


def test_a_reference_gives_back_once(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 10000)

    first, second = till.refund(order_id, 3000), till.refund(order_id, 3000)

    assert first.refund_ids == second.refund_ids
    assert isinstance(till.refused(give_back(order_id, 4000)), ReferenceReused)


def test_the_newest_payment_is_given_back_first(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 7000, "transfer")
    till.receive(order_id, 3000, "cash")

    till.refund(order_id, 5000)

    amounts = till.merchant.rows(
        "select p.method, r.amount_minor from payments_refund r join payments_payment p on p.id = r.payment_id order by r.id"
    )
    assert amounts == [("cash", 3000), ("transfer", 2000)]


def test_a_refund_that_failed_is_not_given_twice(till: Till) -> None:
    order_id = till.order("100.00")
    till.receive(order_id, 10000)
    (refund_id,) = till.paid(give_back(order_id, 8000)).refund_ids
    till.paid(FailRefund(refund_id=refund_id))
    till.paid(give_back(order_id, 8000, "return/2"))

    assert isinstance(till.refused(ConfirmRefund(refund_id=refund_id)), RefundTooLarge)
