"""Orders paid by gift card and store credit, through the payments port, its performer and its janitor."""

import subprocess
import sys
from pathlib import Path

import pytest

from ordino.adapters.gateways import stored_value as adapter
from ordino.adapters.gateways.stored_value import STORED_VALUE, StoreCreditGateway, StoredValueGateway
from ordino.payments.gateway import BadWebhook, GatewayEvent, GatewayRequest, register_gateway
from ordino.payments.rows import STORE_CREDIT
from tests.cli.running import environment
from tests.stored_value.world import ValueWorld
from tests.support.database import TestDatabase


class Forgetful(StoredValueGateway):
    """Does what it is asked, and its answer is lost."""

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        super().perform(request)
        raise TimeoutError


def test_an_order_is_paid_partly_by_gift_card_and_partly_by_card(world: ValueWorld) -> None:
    account_id = world.card(3000)
    order_id = world.order("100.00")

    world.pay(order_id, account_id, 3000)
    assert world.holds(order_id) == ["payment"]
    world.authorize(order_id, 7000)
    assert world.holds(order_id) == []
    world.capture(order_id, 10_000)

    assert (world.sums(order_id), world.status(order_id)) == ((0, 10_000, 0), "paid")
    assert world.figures(account_id) == (0, 0)
    assert world.payments(order_id, "gateway, captured_minor") == [("stored_value", 3000), ("sandbox", 7000)]


def test_a_refund_goes_back_to_the_card_it_came_from(world: ValueWorld) -> None:
    account_id = world.card(3000)
    order_id = world.order("30.00")
    world.pay(order_id, account_id, 3000)
    world.capture(order_id, 3000)

    world.refund(order_id, 1200)

    assert (world.sums(order_id), world.figures(account_id)) == ((0, 3000, 1200), (1200, 0))


def test_what_ships_is_taken_and_the_rest_is_free_again(world: ValueWorld) -> None:
    account_id = world.card(5000)
    order_id = world.order("50.00")
    world.pay(order_id, account_id, 5000)
    world.capture(order_id, 2000, "invoice/1")
    assert world.figures(account_id) == (3000, 3000)

    world.void(order_id)

    assert (world.sums(order_id), world.figures(account_id)) == ((0, 2000, 0), (3000, 0))


def test_a_card_without_enough_on_it_is_declined(world: ValueWorld) -> None:
    account_id = world.card(1000)
    order_id = world.order("30.00")

    world.pay(order_id, account_id, 3000)

    assert (world.holds(order_id), world.sums(order_id)) == (["payment"], (0, 0, 0))
    assert "PaymentDeclined" in world.events(order_id)
    assert world.figures(account_id) == (1000, 0)


@pytest.mark.parametrize("token", ["", "account/", "account/x", "account/99", "7KQM-2XPA-9HTD-C4VN"])
def test_a_token_that_is_no_account_is_declined(world: ValueWorld, token: str) -> None:
    order_id = world.order("30.00")

    world.authorize(order_id, 3000, STORED_VALUE, token=token)

    assert "PaymentDeclined" in world.events(order_id)


def test_an_answer_that_was_lost_is_found_and_value_is_taken_once(world: ValueWorld) -> None:
    account_id = world.card(5000)
    order_id = world.order("50.00")
    register_gateway(STORED_VALUE, Forgetful(world.engine))

    world.pay(order_id, account_id, 5000)
    assert world.holds(order_id) == ["payment"]
    world.work_later()
    assert (world.holds(order_id), world.figures(account_id)) == ([], (5000, 5000))
    world.capture(order_id, 2000, "invoice/1")
    world.work_later(60)
    world.refund(order_id, 500)
    world.work_later(90)
    world.void(order_id)
    world.work_later(120)

    assert (world.sums(order_id), world.figures(account_id)) == ((0, 2000, 500), (3500, 0))


def test_a_refund_of_a_card_payment_can_become_store_credit(world: ValueWorld) -> None:
    customer_id = world.merchant.customer()
    order_id = world.order("100.00", customer_id=customer_id)
    world.authorize(order_id, 10_000)
    world.capture(order_id, 10_000)

    world.refund(order_id, 4000, to="store_credit")

    assert world.sums(order_id) == (0, 10_000, 4000)
    (credit,) = world.liability()
    assert (credit.kind, credit.refunded_minor, credit.outstanding_minor) == ("store_credit", 4000, 4000)
    ((account_id,),) = world.merchant.rows("select id from stored_value_account where customer_id = %s", customer_id)
    again = world.order("40.00", customer_id=customer_id)
    world.pay(again, account_id, 4000)
    assert world.holds(again) == []


def test_store_credit_needs_a_customer(world: ValueWorld) -> None:
    order_id = world.order("100.00")
    world.authorize(order_id, 10_000)
    world.capture(order_id, 10_000)

    world.refund(order_id, 4000, to="store_credit")

    assert world.sums(order_id) == (0, 10_000, 0)
    assert world.refunds(order_id) == [("failed", 4000)]


def test_a_lost_refund_to_store_credit_is_credited_once(world: ValueWorld) -> None:
    class ForgetfulCredit(StoreCreditGateway):
        def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
            super().perform(request)
            raise TimeoutError

    register_gateway(STORE_CREDIT, ForgetfulCredit(world.engine))
    order_id = world.order("100.00", customer_id=world.merchant.customer())
    world.authorize(order_id, 10_000)
    world.capture(order_id, 10_000)

    world.refund(order_id, 4000, to="store_credit")
    world.work_later()

    assert world.sums(order_id) == (0, 10_000, 4000)
    assert [row.outstanding_minor for row in world.liability()] == [4000]


def test_nobody_sends_webhooks_for_stored_value(world: ValueWorld) -> None:
    with pytest.raises(BadWebhook):
        StoredValueGateway(world.engine).read_webhook(b"", {})
    with pytest.raises(ValueError, match="refunds only"):
        StoreCreditGateway(world.engine).perform(
            GatewayRequest(
                key="key/1",
                kind="authorize",
                payment_id=1,
                order_id=1,
                amount_minor=1,
                currency="GBP",
                asked_at=world.engine.clock(),
            )
        )
    assert adapter.account_token(12) == "account/12"


def test_a_worker_of_its_own_reaches_the_configured_database_and_ends(
    world: ValueWorld, database: TestDatabase, tmp_path: Path
) -> None:
    account_id = world.card(5000)
    script = """
from datetime import UTC, datetime
from ordino.flows.wiring import load_handlers
load_handlers()
from ordino.payments.gateway import GatewayRequest, gateway_of
request = GatewayRequest(key="key/1", kind="authorize", payment_id=1, order_id=1, amount_minor=3000, currency="GBP",
    token="account/ACCOUNT", asked_at=datetime(2026, 3, 2, tzinfo=UTC))
print(gateway_of("stored_value").gateway.perform(request)[0].outcome)
"""
    done = subprocess.run(
        [sys.executable, "-c", script.replace("ACCOUNT", str(account_id))],
        env=environment(tmp_path, ORDINO_DATABASE_URL=database.url),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.stdout, done.stderr) == ("succeeded\n", "")
    assert world.figures(account_id) == (5000, 3000)
