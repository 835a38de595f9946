"""What the roles may give away by themselves is held where commands run, not where buttons are drawn."""

from decimal import Decimal

from ordino.engine import Actor, Completed, Outcome
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import NotPermitted
from ordino.office.roles import permissions_of
from ordino.orders.problems import DiscountOverLimit
from ordino.orders.rows import OrderedDiscount
from ordino.payments.commands import ApproveRefund, RefundOrder, SetPaymentPolicy
from tests.conftest import TestEngine
from tests.returns.world import Returns
from tests.support.merchant import line, order


def _ask(engine: TestEngine, command: Command, role: str) -> Outcome:
    (outcome,) = engine.execute([command], actor=Actor(role, permissions_of([role])))
    return outcome


def test_a_service_agent_gives_ten_percent_and_an_order_manager_more(engine: TestEngine) -> None:
    shop = Returns(engine)
    shop.channel()
    shop.stock("A", 50)

    def with_discount(percent: str) -> Command:
        return order(line("A", 1, "10.00"), discounts=(OrderedDiscount(label="kindness", percent=Decimal(percent)),))

    assert isinstance(_ask(engine, with_discount("10"), "service agent"), Completed)
    over = _ask(engine, with_discount("11"), "service agent")
    assert isinstance(over, Refused)
    assert isinstance(over.problem, DiscountOverLimit)
    assert isinstance(_ask(engine, with_discount("50"), "order manager"), Completed)


def test_a_refund_over_the_limit_waits_for_finance(engine: TestEngine) -> None:
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.carrier()
    shop.stock("A", 50)
    order_id = shop.place(line("A", 3, "100.00"))
    shop.deliver(order_id)
    shop.completed(SetPaymentPolicy(channel="shop", approve_refunds_above_minor=5_000))

    def refund(amount_minor: int, reference: str) -> None:
        asked = RefundOrder(order_id=order_id, amount_minor=amount_minor, reason="kindness", reference=reference)
        assert isinstance(_ask(engine, asked, "service agent"), Completed)

    refund(5_000, "small")
    refund(5_001, "large")
    rows = dict(shop.rows("select reference, id from payments_refund"))
    states = dict(shop.rows("select reference, state from payments_refund"))
    refused = _ask(engine, ApproveRefund(refund_id=rows["large"]), "service agent")

    assert states["small"] != "proposed"
    assert states["large"] == "proposed"
    assert isinstance(refused, Refused)
    assert isinstance(refused.problem, NotPermitted)
    assert isinstance(_ask(engine, ApproveRefund(refund_id=rows["large"]), "finance"), Completed)
