"""What gateways say by themselves: verified, counted once, in any order; what tells of no known payment is kept."""

from datetime import timedelta

import pytest
from msgspec import structs

from ordino.adapters.gateways.sandbox import SandboxGateway, SignedWebhook
from ordino.payments.commands import AuthorizePayment, OutcomeRecorded, RecordGatewayOutcome
from ordino.payments.gateway import BadWebhook, EventKind, GatewayEvent, GatewayOutcome
from ordino.payments.listening import receive_webhook
from tests.payments.till import Till


def said(
    till: Till, kind: EventKind, outcome: GatewayOutcome, amount_minor: int, reference: str, key: str = "theirs/1"
) -> GatewayEvent:
    return GatewayEvent(
        id=f"{key}/{kind}/{outcome}",
        kind=kind,
        outcome=outcome,
        amount_minor=amount_minor,
        occurred_at=till.engine.clock() - timedelta(minutes=1),
        request_key=key,
        gateway_reference=reference,
    )


def send(till: Till, *events: GatewayEvent) -> OutcomeRecorded:
    webhook = SandboxGateway().webhook(*events)
    return receive_webhook(till.engine, "sandbox", webhook.body, webhook.headers())


@pytest.fixture
def paid(till: Till) -> tuple[int, str]:
    """An order of which 100.00 are captured, and the gateway's name of its payment."""
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 10000)
    ((reference,),) = till.payments(order_id, "gateway_reference")
    return order_id, str(reference)


def test_a_webhook_that_is_not_signed_is_not_read(till: Till, paid: tuple[int, str]) -> None:
    webhook = SandboxGateway().webhook(said(till, "refund", "succeeded", 1000, paid[1]))
    for wrong in (SignedWebhook(webhook.body, ""), SignedWebhook(webhook.body + b" ", webhook.signature)):
        with pytest.raises(BadWebhook):
            receive_webhook(till.engine, "sandbox", wrong.body, wrong.headers())
    with pytest.raises(BadWebhook, match="no payment gateway nobody"):
        receive_webhook(till.engine, "nobody", webhook.body, webhook.headers())
    assert till.sums(paid[0]) == (0, 10000, 0)


def test_a_refund_on_the_gateways_own_screen_is_counted_once(till: Till, paid: tuple[int, str]) -> None:
    order_id, reference = paid
    refund = said(till, "refund", "succeeded", 1000, reference)

    assert send(till, refund).recorded == 1
    assert send(till, refund).recorded == 0
    assert send(till, refund, refund).recorded == 0

    assert till.sums(order_id) == (0, 10000, 1000)
    assert till.events(order_id).count("PaymentRefunded") == 1


def test_a_chargeback_is_told_and_takes_its_amount_from_what_can_go_back(till: Till, paid: tuple[int, str]) -> None:
    order_id, reference = paid

    send(till, said(till, "chargeback", "requested", 10000, reference))
    assert till.events(order_id)[-1] == "PaymentDisputed"
    assert till.payments(order_id, "disputed_minor") == [(10000,)]
    send(till, said(till, "chargeback", "failed", 10000, reference))

    assert till.events(order_id)[-1] == "DisputeWon"
    assert till.payments(order_id, "disputed_minor") == [(0,)]


def test_money_that_came_back_is_here_again(till: Till, paid: tuple[int, str]) -> None:
    order_id, reference = paid
    till.refund(order_id, 4000)
    ((key,),) = till.refunds(order_id, "request_key")

    send(till, said(till, "refund_reversal", "succeeded", 4000, reference, key))

    assert till.refunds(order_id) == [("reversed", 4000)]
    assert till.sums(order_id) == (0, 10000, 0)


def test_what_tells_of_no_known_payment_is_kept_and_said_once(till: Till) -> None:
    stranger = said(till, "capture", "succeeded", 1000, "sandbox/unknown")

    assert send(till, stranger).unknown == (stranger.id,)
    assert send(till, stranger).recorded == 0

    kept = till.merchant.rows("select payment_id, event_id, amount_minor from payments_event")
    assert kept == [(None, stranger.id, 1000)]
    told = till.merchant.rows("select kind from engine_event where stream = 'gateway/sandbox'")
    assert told == [("UnknownPaymentReported",)]


def test_what_was_said_too_early_counts_when_the_payment_is_known(till: Till) -> None:
    order_id = till.order("100.00")
    till.paid(AuthorizePayment(order_id=order_id, amount_minor=10000, gateway="sandbox"))
    ((key,),) = till.merchant.rows("select key from engine_effect")
    send(till, said(till, "chargeback", "requested", 500, f"sandbox/{key}"))

    till.work()

    assert till.payments(order_id, "authorized_minor, disputed_minor")[-1] == (10000, 500)
    assert till.merchant.rows("select count(*) from payments_event where payment_id is null") == [(0,)]


def test_a_card_number_in_what_a_gateway_says_is_blackened(till: Till, paid: tuple[int, str]) -> None:
    closed = "card 4242 4242 4242 4242 is closed"
    declined = structs.replace(said(till, "refund", "failed", 1000, paid[1]), reason=closed)
    send(till, declined)

    assert till.merchant.rows("select reason from payments_event where outcome = 'failed'") == [
        ("card ...4242 is closed",)
    ]
    everything = till.merchant.rows("select body::text from engine_command")
    assert not any("4242 4242" in text for (text,) in everything)
    refused = till.refused(RecordGatewayOutcome(gateway="sandbox", events=(declined,)))
    assert refused.code() == "InvalidInput"
