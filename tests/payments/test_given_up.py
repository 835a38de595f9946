"""A gateway that never answers: after the last attempt somebody has to ask it."""

from collections.abc import Iterator, Mapping

import pytest

from ordino.engine.effects import MAXIMUM_ATTEMPTS, run_due_effects
from ordino.payments import gateway as registry
from ordino.payments.commands import AuthorizePayment
from ordino.payments.gateway import GatewayEvent, GatewayRequest, register_gateway
from ordino.workers.giving_up import let_somebody_ask
from ordino.workers.performers import performers
from tests.payments.till import Till


class SilentGateway:
    """A gateway whose line is dead."""

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        raise ConnectionError("no route to the gateway")

    find = perform

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        return ()


@pytest.fixture
def silent() -> Iterator[str]:
    register_gateway("silent", SilentGateway())
    yield "silent"
    del registry._gateways["silent"]


def test_a_call_without_an_answer_to_the_last_is_somebodys_work(till: Till, silent: str) -> None:
    order_id = till.order("100.00")
    till.paid(AuthorizePayment(order_id=order_id, amount_minor=10000, gateway=silent))
    raised = "select kind, order_id, owner, state from exceptions_exception"
    for attempt in range(MAXIMUM_ATTEMPTS):
        assert till.merchant.rows(raised) == [], attempt
        till.wait(hours=2)
        run_due_effects(till.engine, performers(till.engine), give_up=let_somebody_ask(till.engine))
    assert till.merchant.rows(raised) == [("call_unanswered", order_id, "finance", "open")]
