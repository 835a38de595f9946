"""Who may give discounts up to a limit gives no more, placed at once or from a draft; who has none is not held up."""

from decimal import Decimal

import pytest

from ordino.engine import Actor, Completed, Outcome
from ordino.kernel.messages import Command, Refused
from ordino.orders.commands import DraftOrder, OrderAccepted, PlaceDraft
from ordino.orders.problems import DiscountOverLimit
from ordino.orders.rows import OrderedDiscount
from tests.conftest import TestEngine
from tests.support.merchant import Merchant, line, order

AGENT = Actor(
    "agent", frozenset({"orders.place_order", "orders.draft_order", "orders.place_draft", "orders.give_discount:10"})
)
SENIOR = Actor("senior", AGENT.permissions | {"orders.give_discount:25"})
MANAGER = Actor("manager", AGENT.permissions | {"orders.*"})


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    made = Merchant(engine)
    made.channel()
    made.stock("A", 50)
    return made


def _ask(merchant: Merchant, command: Command, actor: Actor) -> Outcome:
    (outcome,) = merchant.engine.execute([command], actor=actor)
    return outcome


def _off(percent: str | None = None, amount_minor: int | None = None) -> OrderedDiscount:
    return OrderedDiscount(label="kindness", percent=Decimal(percent) if percent else None, amount_minor=amount_minor)


@pytest.mark.parametrize(
    ("actor", "percent", "placed"),
    [(AGENT, "10", True), (AGENT, "10.01", False), (SENIOR, "25", True), (SENIOR, "26", False), (MANAGER, "90", True)],
)
def test_a_discount_goes_as_far_as_who_gives_it_may(
    merchant: Merchant, actor: Actor, percent: str, placed: bool
) -> None:
    outcome = _ask(merchant, order(line("A", 10, "100.00"), discounts=(_off(percent),)), actor)

    assert isinstance(outcome, Completed) is placed
    assert merchant.rows("select count(*) from orders_order") == [(1 if placed else 0,)]


def test_several_discounts_count_together_and_the_refusal_says_how_much(merchant: Merchant) -> None:
    outcome = _ask(merchant, order(line("A", 1, "100.00"), discounts=(_off("6"), _off(amount_minor=500))), AGENT)

    assert outcome == Refused(
        DiscountOverLimit(discount_minor=1100, goods_minor=10000, currency="GBP", limit_percent=10)
    )


def test_a_draft_waits_for_somebody_who_may_give_more(merchant: Merchant) -> None:
    drafted = _ask(merchant, DraftOrder(order=order(line("A", 1, "100.00"), discounts=(_off("20"),))), AGENT)
    assert isinstance(drafted, Completed)
    assert isinstance(drafted.result, OrderAccepted)
    order_id = drafted.result.order_id

    refused = _ask(merchant, PlaceDraft(order_id=order_id, expected_version=drafted.result.version), AGENT)
    state = merchant.order_row(order_id, "state")
    _ask(merchant, PlaceDraft(order_id=order_id, expected_version=drafted.result.version), SENIOR)

    assert isinstance(refused, Refused)
    assert isinstance(refused.problem, DiscountOverLimit)
    assert state == ("draft",)
    assert merchant.order_row(order_id, "state, total_minor") == ("confirmed", 8000)


def test_who_holds_no_number_is_not_limited() -> None:
    assert Actor("program", frozenset({"orders.place_order"})).limit("orders.give_discount") is None
    assert AGENT.limit("orders.give_discount") == 10
    assert MANAGER.limit("orders.give_discount") is None
