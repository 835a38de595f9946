"""The gateway `stripe` against a strict Stripe of our own: keys, refusals, lost answers, webhooks, and no secret anywhere."""

import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from ordino.adapters.gateways import stripe as adapter
from ordino.adapters.gateways.stripe import StripeGateway
from ordino.adapters.gateways.stripe_amounts import NotPayable, from_stripe, to_stripe
from ordino.payments.decide.fold import PaymentAmounts, fold
from ordino.payments.gateway import BadWebhook, GatewayEvent, GatewayRequest, gateway_of
from tests.adapters.gateways.stripe_money import NEEDS_ACTION, SINGLE_CAPTURE
from tests.adapters.gateways.stripe_server import SECRET_KEY, WEBHOOK_SECRET, StripeServer
from tests.support.shared import shared_path

stripe = pytest.importorskip("stripe")

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EXPIRES = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
AUTHORIZE = GatewayRequest(
    key="payment/7/authorize/1/a",
    kind="authorize",
    payment_id=7,
    order_id=10482,
    amount_minor=10_000,
    currency="EUR",
    token="pm_card_visa",
    asked_at=AT,
)


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with StripeServer().serving() as serving:
        yield serving


@pytest.fixture
def gateway(server: StripeServer) -> StripeGateway:
    return StripeGateway(SECRET_KEY, WEBHOOK_SECRET, address=server.address)


def call(kind: Any, amount: int, number: int = 1) -> GatewayRequest:
    key = f"payment/7/{kind}/{number}/a"
    return replace(AUTHORIZE, key=key, kind=kind, amount_minor=amount, gateway_reference="pi_1")


def told(events: tuple[GatewayEvent, ...]) -> list[tuple[str, str, int, str]]:
    return [(event.kind, event.outcome, event.amount_minor, event.request_key) for event in events]


def amounts(*events: GatewayEvent) -> PaymentAmounts:
    return fold(events, AT)


def test_an_authorization_is_captured_in_parts_and_refunded(gateway: StripeGateway, server: StripeServer) -> None:
    authorized = gateway.perform(AUTHORIZE)
    first, second = gateway.perform(call("capture", 2_500)), gateway.perform(call("capture", 7_500, 2))
    refunded = gateway.perform(call("refund", 4_000))

    assert told(authorized) == [("authorize", "succeeded", 10_000, AUTHORIZE.key)]
    assert (authorized[0].gateway_reference, authorized[0].expires_at) == ("pi_1", EXPIRES)
    assert told(first) == [("capture", "succeeded", 2_500, "payment/7/capture/1/a")]
    assert told(second) == [("capture", "succeeded", 7_500, "payment/7/capture/2/a")]
    assert told(refunded) == [("refund", "succeeded", 4_000, "payment/7/refund/1/a")]
    intent = server.money.intents["pi_1"]
    assert (intent["amount_received"], intent["status"]) == (10_000, "succeeded")
    assert intent["metadata"]["ordino_order"] == "10482"
    assert [key for _, _, key in server.calls] == [
        AUTHORIZE.key,
        "payment/7/capture/1/a",
        "payment/7/capture/2/a",
        "payment/7/refund/1/a",
    ]


def test_a_card_that_is_captured_once_gives_up_the_rest(gateway: StripeGateway) -> None:
    authorized = gateway.perform(replace(AUTHORIZE, token=SINGLE_CAPTURE))

    captured = gateway.perform(call("capture", 2_500))

    assert told(captured) == [
        ("capture", "succeeded", 2_500, "payment/7/capture/1/a"),
        ("void", "succeeded", 7_500, "pi_1/void"),
    ]
    after = amounts(*authorized, *captured)
    assert (after.captured_minor, after.voided_minor, after.capturable_minor) == (2_500, 7_500, 0)


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("pm_card_visa_chargeDeclined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        (NEEDS_ACTION, "authentication_required"),
        ("pm_nobody", "resource_missing"),
    ],
)
def test_a_refusal_is_an_event_with_its_reason(gateway: StripeGateway, token: str, reason: str) -> None:
    (event,) = gateway.perform(replace(AUTHORIZE, token=token))

    assert (event.kind, event.outcome, event.reason) == ("authorize", "failed", reason)
    assert gateway.perform(replace(AUTHORIZE, token=token)) == (event,)


def test_an_intent_that_the_shop_had_confirmed_is_taken_over(gateway: StripeGateway, server: StripeServer) -> None:
    intent_id = server.money.confirmed_by_shop(10_000, "eur")

    (event,) = gateway.perform(replace(AUTHORIZE, token=intent_id))
    (other,) = gateway.perform(replace(AUTHORIZE, key="payment/8/authorize/1/a", token=intent_id, amount_minor=9_999))

    assert (event.outcome, event.request_key, event.gateway_reference) == ("succeeded", AUTHORIZE.key, intent_id)
    assert (other.outcome, other.reason) == ("failed", "the intent is of 10000 eur")


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (call("capture", 10_001), "amount_too_large"),
        (call("refund", 1), "charge_already_refunded"),
        (replace(call("capture", 1), gateway_reference="pi_9"), "resource_missing"),
    ],
)
def test_more_than_there_is_is_refused(gateway: StripeGateway, request_: GatewayRequest, reason: str) -> None:
    gateway.perform(AUTHORIZE)

    (event,) = gateway.perform(request_)

    assert (event.outcome, event.reason, event.amount_minor) == ("failed", reason, request_.amount_minor)


def test_what_is_left_is_given_up_and_stays_given_up(gateway: StripeGateway, server: StripeServer) -> None:
    gateway.perform(AUTHORIZE)
    gateway.perform(call("capture", 2_500))

    assert told(gateway.perform(call("void", 7_500))) == [("void", "succeeded", 7_500, "payment/7/void/1/a")]
    assert told(gateway.find(call("void", 7_500))) == [("void", "succeeded", 7_500, "payment/7/void/1/a")]
    again = gateway.perform(call("void", 7_500, 2))
    assert told(again) == [("void", "succeeded", 7_500, "payment/7/void/2/a")]
    assert server.money.intents["pi_1"]["status"] == "succeeded"


@pytest.mark.parametrize(
    ("request_", "before"),
    [
        (AUTHORIZE, ()),
        (call("capture", 2_500), (AUTHORIZE,)),
        (call("void", 10_000), (AUTHORIZE,)),
        (call("refund", 1_000), (AUTHORIZE, call("capture", 2_500, 9))),
    ],
    ids=["authorize", "capture", "void", "refund"],
)
@pytest.mark.parametrize("fault", ["lost", "answer_lost"])
def test_an_answer_that_was_lost_is_found_and_nothing_is_done_twice(
    gateway: StripeGateway,
    server: StripeServer,
    request_: GatewayRequest,
    before: tuple[GatewayRequest, ...],
    fault: str,
) -> None:
    for earlier in before:
        gateway.perform(earlier)
    server.next_calls(fault)

    with pytest.raises(stripe.APIConnectionError):
        gateway.perform(request_)
    found = gateway.find(request_) or gateway.perform(request_)

    assert (request_.kind, "succeeded", request_.amount_minor, request_.key) in told(found)
    assert [key for _, _, key in server.calls].count(request_.key) == 1
    if request_.kind != "authorize":
        server.forget_keys()
        assert told(gateway.find(request_)) == told(found)


def test_a_capture_is_not_repeated_when_its_key_is_forgotten(gateway: StripeGateway, server: StripeServer) -> None:
    gateway.perform(AUTHORIZE)
    gateway.perform(call("capture", 2_500))
    server.forget_keys()

    assert told(gateway.perform(call("capture", 2_500))) == [("capture", "succeeded", 2_500, "payment/7/capture/1/a")]
    assert server.money.intents["pi_1"]["amount_received"] == 2_500


def test_a_fault_of_stripe_is_not_an_answer(gateway: StripeGateway, server: StripeServer) -> None:
    server.next_calls("broken", "limited")

    with pytest.raises(stripe.APIError):
        gateway.perform(AUTHORIZE)
    with pytest.raises(stripe.RateLimitError):
        gateway.find(AUTHORIZE)
    with pytest.raises(stripe.APIError):
        gateway.find(AUTHORIZE)
    server.money.answer("POST", "/v1/payment_intents", _as_sent(AUTHORIZE))
    assert told(gateway.find(AUTHORIZE)) == [("authorize", "succeeded", 10_000, AUTHORIZE.key)]


def _as_sent(request: GatewayRequest) -> dict[str, Any]:
    return {
        "amount": str(request.amount_minor),
        "currency": "eur",
        "payment_method": request.token,
        "metadata": {"ordino_key": request.key},
    }


def test_a_key_stands_for_one_body(gateway: StripeGateway) -> None:
    gateway.perform(AUTHORIZE)

    with pytest.raises(stripe.IdempotencyError):
        gateway.perform(replace(AUTHORIZE, amount_minor=9_999))
    assert gateway.perform(AUTHORIZE)[0].outcome == "succeeded"


def test_two_calls_with_one_key_at_once_authorize_once(gateway: StripeGateway, server: StripeServer) -> None:
    server.held = threading.Event()
    answers: list[object] = []

    def perform() -> None:
        try:
            answers.append(gateway.perform(AUTHORIZE))
        except stripe.StripeError as failure:
            answers.append(failure)
            server.held.set()  # type: ignore[union-attr]

    gateway.find(call("refund", 1))
    threads = [threading.Thread(target=perform) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    failures = [answer for answer in answers if isinstance(answer, stripe.StripeError)]
    assert [failure.http_status for failure in failures] == [409]
    assert len(server.money.intents) == 1


def webhooks(gateway: StripeGateway, server: StripeServer) -> list[tuple[GatewayEvent, ...]]:
    return [gateway.read_webhook(webhook.body, webhook.headers()) for webhook in server.webhooks]


def test_webhooks_say_the_same_in_any_order_and_however_often(gateway: StripeGateway, server: StripeServer) -> None:
    answers = [
        *gateway.perform(AUTHORIZE),
        *gateway.perform(call("capture", 2_500)),
        *gateway.perform(call("capture", 3_000, 2)),
        *gateway.perform(call("refund", 1_000)),
        *gateway.perform(call("void", 4_500)),
    ]
    said = [event for events in webhooks(gateway, server) for event in events]

    expected = amounts(*answers)

    assert (expected.captured_minor, expected.refunded_minor, expected.voided_minor) == (5_500, 1_000, 4_500)
    for events in (said, [*said[::-1], *said], [*answers, *said], [*said[::-1], *answers]):
        found = replace(amounts(*events), expires_at=None)
        assert found == replace(expected, expires_at=None)


def test_what_happens_on_stripe_s_own_screen_is_told(gateway: StripeGateway, server: StripeServer) -> None:
    gateway.perform(AUTHORIZE)
    gateway.perform(call("capture", 2_500))
    server.money.capture_elsewhere("pi_1", 500)

    assert told(webhooks(gateway, server)[-1])[-1] == ("capture", "succeeded", 500, "pi_1/elsewhere")


def test_a_refund_that_comes_back_is_reversed(gateway: StripeGateway, server: StripeServer) -> None:
    gateway.perform(AUTHORIZE)
    gateway.perform(call("capture", 2_500))
    refunded = gateway.perform(call("refund", 1_000))
    server.money.return_refund("re_1")

    came_back = webhooks(gateway, server)[-1]

    assert [(event.kind, event.outcome) for event in came_back] == [
        ("refund", "succeeded"),
        ("refund_reversal", "succeeded"),
    ]
    assert amounts(*refunded, *came_back).refunded_minor == 0


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("needs_response", "requested"), ("under_review", "requested"), ("lost", "succeeded"), ("won", "failed")],
)
def test_a_dispute_is_told_as_it_stands(
    gateway: StripeGateway, server: StripeServer, status: str, outcome: str
) -> None:
    gateway.perform(AUTHORIZE)
    gateway.perform(call("capture", 2_500))
    server.money.dispute("pi_1", status)

    (event,) = webhooks(gateway, server)[-1]

    assert (event.kind, event.outcome, event.amount_minor, event.reason) == ("chargeback", outcome, 2_500, "fraudulent")
    assert (event.gateway_reference, event.request_key) == ("pi_1", "dp_pi_1")


def test_an_inquiry_takes_no_money(gateway: StripeGateway, server: StripeServer) -> None:
    gateway.perform(AUTHORIZE)
    server.money.dispute("pi_1", "warning_needs_response")

    assert webhooks(gateway, server)[-1] == ()


def test_an_authorization_that_expires_is_given_up_once(gateway: StripeGateway, server: StripeServer) -> None:
    authorized = gateway.perform(AUTHORIZE)
    server.money.expire("pi_1")

    after = amounts(*authorized, *(event for events in webhooks(gateway, server) for event in events))

    assert (after.capturable_minor, after.voided_minor) == (0, 10_000)
    (refused,) = gateway.perform(call("capture", 2_500))
    assert (refused.outcome, refused.reason) == ("failed", "payment_intent_unexpected_state")


def test_a_webhook_must_be_signed_by_stripe_and_fresh(gateway: StripeGateway, server: StripeServer) -> None:
    gateway.perform(AUTHORIZE)
    webhook = server.webhooks[0]

    bad = [
        (webhook.body, {}),
        (webhook.body, webhook.headers("whsec_other")),
        (webhook.body, webhook.headers(at=webhook.at - 301)),
        (webhook.body.replace(b"10000", b"90000"), webhook.headers()),
        (b"{}", {"Stripe-Signature": "t=1,v1=0"}),
    ]
    for body, headers in bad:
        with pytest.raises(BadWebhook):
            gateway.read_webhook(body, headers)
    with pytest.raises(BadWebhook):
        StripeGateway(SECRET_KEY).read_webhook(webhook.body, webhook.headers())
    assert gateway.read_webhook(webhook.body, {"STRIPE-SIGNATURE": webhook.headers()["Stripe-Signature"]})


def test_no_secret_is_shown_logged_or_said(
    gateway: StripeGateway, server: StripeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = [repr(gateway), str(gateway), repr(gateway.perform(AUTHORIZE))]
    wrong = StripeGateway("sk_test_wrongwrongwrongwrong", WEBHOOK_SECRET, address=server.address)
    with pytest.raises(stripe.AuthenticationError) as failure:
        wrong.perform(AUTHORIZE)
    said += [str(failure.value), repr(failure.value)]
    with pytest.raises(BadWebhook) as refused:
        gateway.read_webhook(b"{}", {"Stripe-Signature": "t=1,v1=0"})
    said += [repr(refused.value), caplog.text]

    for secret in (SECRET_KEY, WEBHOOK_SECRET, "sk_test_wrongwrongwrongwrong"):
        assert not any(secret in text for text in said)


def test_it_is_there_where_its_key_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORDINO_STRIPE_SECRET_KEY", raising=False)
    adapter._register()
    assert gateway_of("stripe") is None


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (1999, "EUR", 1999),
        (500, "JPY", 500),
        (500, "ISK", 50_000),
        (500, "UGX", 50_000),
        (12_340, "KWD", 12_340),
        (50_000, "MGA", 500),
    ],
)
def test_amounts_are_written_as_stripe_does(minor: int, currency: str, amount: int) -> None:
    assert (to_stripe(minor, currency), from_stripe(amount, currency)) == (amount, minor)


@pytest.mark.parametrize(("minor", "currency"), [(12_345, "KWD"), (50_001, "MGA")])
def test_an_amount_that_stripe_cannot_take_is_refused(gateway: StripeGateway, minor: int, currency: str) -> None:
    with pytest.raises(NotPayable):
        to_stripe(minor, currency)
    (event,) = gateway.perform(replace(AUTHORIZE, amount_minor=minor, currency=currency))
    assert event.outcome == "failed"


def test_our_stripe_has_the_shape_of_the_real_one(gateway: StripeGateway, server: StripeServer) -> None:
    """Every field of our fake's objects is one of Stripe's own examples."""
    fixtures = json.loads(shared_path("data/payments/stripe/openapi/fixtures3.json").read_text("utf-8"))["resources"]
    gateway.perform(AUTHORIZE)
    gateway.perform(call("capture", 2_500))
    gateway.perform(call("refund", 1_000))
    server.money.dispute("pi_1", "lost")
    events = [json.loads(webhook.body) for webhook in server.webhooks]

    assert {event["data"]["object"]["object"] for event in events} == {"payment_intent", "charge", "refund", "dispute"}
    for event in events:
        shown = event["data"]["object"]
        assert shown.keys() - fixtures[shown["object"]].keys() == set()
        assert event.keys() - fixtures["event"].keys() == set()
