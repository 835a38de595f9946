"""Orders paid by Stripe, through the engine, its performer and its janitor, against a strict Stripe of our own."""

from collections.abc import Iterator

import pytest

from ordino.adapters.gateways.stripe import STRIPE, StripeGateway
from ordino.payments import gateway as port
from ordino.payments.gateway import BadWebhook, register_gateway
from ordino.payments.listening import receive_webhook
from tests.adapters.gateways.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer
from tests.conftest import TestEngine
from tests.payments.till import Till
from tests.support.merchant import Merchant

pytest.importorskip("stripe")

CARD = "pm_card_visa"


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with StripeServer().serving() as serving:
        yield serving


@pytest.fixture
def till(engine: TestEngine, server: StripeServer) -> Iterator[Till]:
    merchant = Merchant(engine)
    merchant.channel(payment_minutes=60)
    merchant.stock("A", 1000)
    register_gateway(STRIPE, StripeGateway(SECRET_KEY, WEBHOOK_SECRET, address=server.address))
    yield Till(merchant)
    del port._gateways[STRIPE]


def deliver(till: Till, server: StripeServer) -> None:
    """Every webhook so far, twice, the newest first."""
    for webhook in (*server.webhooks[::-1], *server.webhooks):
        receive_webhook(till.engine, STRIPE, webhook.body, webhook.headers())


def test_an_order_is_authorized_captured_in_two_parts_and_refunded(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    assert till.holds(order_id) == ["payment"]

    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    assert (till.holds(order_id), till.sums(order_id)) == ([], (10_000, 0, 0))
    till.capture(order_id, 2_500, "invoice/1")
    till.capture(order_id, 7_500, "invoice/2")
    assert (till.sums(order_id), till.status(order_id)) == ((0, 10_000, 0), "paid")
    till.refund(order_id, 4_000)

    assert till.sums(order_id) == (0, 10_000, 4_000)
    intent = server.money.intents["pi_1"]
    assert (intent["amount_received"], server.money.refunds["re_1"]["amount"]) == (10_000, 4_000)
    assert till.payments(order_id, "gateway_reference") == [("pi_1",)]
    events = till.events(order_id)
    deliver(till, server)
    assert (till.sums(order_id), till.events(order_id)) == ((0, 10_000, 4_000), events)


@pytest.mark.parametrize("fault", ["lost", "answer_lost"])
def test_a_capture_whose_answer_is_lost_is_asked_about_and_taken_once(
    till: Till, server: StripeServer, fault: str
) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    server.next_calls(fault)

    till.capture(order_id, 2_500)
    assert till.sums(order_id) == (10_000, 0, 0)
    till.work_later()

    assert till.sums(order_id) == (7_500, 2_500, 0)
    assert server.money.intents["pi_1"]["amount_received"] == 2_500
    assert sum(path.endswith("/capture") for _, path, _ in server.calls) == 1


def test_an_authorization_whose_answer_is_lost_is_made_once(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    server.next_calls("answer_lost")

    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    assert till.holds(order_id) == ["payment"]
    till.work_later()

    assert (till.holds(order_id), till.sums(order_id)) == ([], (10_000, 0, 0))
    assert (len(server.money.intents), server.replayed) == (1, 1)


def test_a_webhook_may_come_before_the_answer(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    server.next_calls("answer_lost")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)

    deliver(till, server)
    assert (till.holds(order_id), till.sums(order_id)) == ([], (10_000, 0, 0))
    till.work_later()

    assert (till.sums(order_id), len(server.money.intents)) == ((10_000, 0, 0), 1)


def test_a_fault_of_stripe_is_tried_again_until_it_is_gone(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    server.next_calls("limited", "limited")

    till.capture(order_id, 2_500)
    till.work_later()
    assert till.sums(order_id) == (10_000, 0, 0)
    till.work_later()

    assert till.sums(order_id) == (7_500, 2_500, 0)


def test_a_declined_card_leaves_the_order_waiting(till: Till) -> None:
    order_id = till.order("100.00")

    till.authorize(order_id, 10_000, STRIPE, token="pm_card_visa_chargeDeclinedInsufficientFunds")

    assert (till.holds(order_id), till.sums(order_id)) == (["payment"], (0, 0, 0))
    assert "PaymentDeclined" in till.events(order_id)


def test_what_an_order_gives_up_is_given_up_at_stripe(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)

    till.void(order_id)

    assert till.sums(order_id) == (0, 0, 0)
    assert server.money.intents["pi_1"]["status"] == "canceled"


def test_a_webhook_that_stripe_did_not_sign_changes_nothing(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    server.money.capture_elsewhere("pi_1", 5_000)
    before = till.contents()

    with pytest.raises(BadWebhook):
        receive_webhook(till.engine, STRIPE, server.webhooks[-1].body, server.webhooks[-1].headers("whsec_other"))

    assert till.contents() == before


def test_money_taken_and_taken_back_on_stripe_s_side_is_told(till: Till, server: StripeServer) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    server.money.capture_elsewhere("pi_1", 5_000)
    server.money.dispute("pi_1", "needs_response")

    deliver(till, server)

    assert till.sums(order_id) == (5_000, 5_000, 0)
    assert "PaymentDisputed" in till.events(order_id)


def test_no_secret_reaches_the_database(till: Till, server: StripeServer) -> None:
    register_gateway(STRIPE, StripeGateway("sk_test_wrongwrongwrongwrong", WEBHOOK_SECRET, address=server.address))
    order_id = till.order("100.00")
    till.authorize(order_id, 10_000, STRIPE, token=CARD)
    till.work_later()
    register_gateway(STRIPE, StripeGateway(SECRET_KEY, WEBHOOK_SECRET, address=server.address))
    till.work_later(120)
    assert till.sums(order_id) == (10_000, 0, 0)

    tables = ("engine_command", "engine_event", "engine_effect", "payments_payment", "payments_event")
    kept = "\n".join(str(row) for table in tables for row in till.merchant.rows(f"select t::text from {table} t"))
    for secret in (SECRET_KEY, WEBHOOK_SECRET, "sk_test_wrongwrongwrongwrong"):
        assert secret not in kept
