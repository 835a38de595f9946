"""Intent, call, outcome: a gateway that fails in every way moves each amount once."""

import msgspec
import pytest

from ordino.adapters.gateways.sandbox import SandboxGateway
from ordino.payments.calls import PAYMENT_CALL, GatewayCall
from ordino.payments.commands import AuthorizePayment, CapturePayment, RefundOrder
from ordino.payments.gateway import GatewayRequest
from tests.payments.till import Till

FAULTS = ("timeout_before", "timeout_after", "unknown", "delay", "duplicate", "disorder")


def moved_at_the_gateway(kind: str) -> int:
    """What the sandbox itself says it has moved."""
    with SandboxGateway()._memory()._open() as connection:
        (amount,) = connection.execute(
            "select coalesce(sum(amount_minor), 0) from call where kind = ? and reason = ''", (kind,)
        ).fetchone()
    return int(amount)


def test_nothing_is_asked_of_a_gateway_inside_the_transaction(till: Till) -> None:
    order_id = till.order("100.00")

    till.paid(AuthorizePayment(order_id=order_id, amount_minor=10000, gateway="sandbox"))

    assert moved_at_the_gateway("authorize") == 0
    assert till.sums(order_id) == (0, 0, 0)
    assert till.events(order_id) == ["PaymentRequested"]
    till.work()
    assert moved_at_the_gateway("authorize") == 10000
    assert till.sums(order_id) == (10000, 0, 0)
    assert till.events(order_id) == ["PaymentRequested", "PaymentAuthorized", "PaymentCovered"]


def test_a_gateway_that_times_out_after_it_has_charged_charges_once(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, token="capture:timeout_after")

    till.capture(order_id, 10000)
    assert moved_at_the_gateway("capture") == 10000
    assert till.sums(order_id) == (10000, 0, 0)
    assert till.merchant.rows("select state from engine_effect where key like '%capture%'") == [("unknown",)]

    till.work_later()
    assert moved_at_the_gateway("capture") == 10000
    assert till.sums(order_id) == (0, 10000, 0)
    assert till.events(order_id).count("PaymentCaptured") == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_each_amount_moves_once(till: Till, fault: str) -> None:
    order_id = till.order("100.00")

    till.authorize(order_id, 10000, token=fault)
    till.work_later()
    assert till.sums(order_id) == (10000, 0, 0)
    till.capture(order_id, 6000)
    till.work_later()
    assert till.sums(order_id) == (4000, 6000, 0)
    till.refund(order_id, 2000)
    till.work_later()

    assert till.sums(order_id) == (4000, 6000, 2000)
    assert [moved_at_the_gateway(kind) for kind in ("authorize", "capture", "refund")] == [10000, 6000, 2000]
    assert [
        till.events(order_id).count(kind) for kind in ("PaymentAuthorized", "PaymentCaptured", "PaymentRefunded")
    ] == [1] * 3
    assert till.refunds(order_id) == [("succeeded", 2000)]
    assert till.work_later() == 0


def test_a_worker_that_dies_after_the_call_asks_before_it_calls_again(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.paid(CapturePayment(order_id=order_id, amount_minor=10000, reference="invoice/1"))
    taken = (
        "update engine_effect set state = 'calling', attempts = 1 where kind = %s and state = 'requested' returning key"
    )
    ((key,),) = till.merchant.rows(taken, PAYMENT_CALL)
    SandboxGateway().perform(_request_of(till, key))

    till.work_later()

    assert moved_at_the_gateway("capture") == 10000
    assert till.sums(order_id) == (0, 10000, 0)


def test_a_decline_is_told_and_covers_nothing(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, token="decline")

    assert till.events(order_id) == ["PaymentRequested", "PaymentDeclined"]
    assert till.sums(order_id) == (0, 0, 0)
    assert till.holds(order_id) == ["payment"]
    till.authorize(order_id, 10000)
    assert till.holds(order_id) == []


def test_a_capture_that_fails_can_be_asked_for_again_under_its_reference(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 4000)
    till.authorize(order_id, 6000, token="capture:decline")

    till.capture(order_id, 10000, "invoice/1")
    assert till.sums(order_id) == (6000, 4000, 0)
    assert "CaptureFailed" in till.events(order_id)

    assert till.capture(order_id, 10000, "invoice/1").pending_minor == 6000
    assert till.sums(order_id) == (6000, 4000, 0)


def test_a_refund_that_fails_gives_its_money_free(till: Till) -> None:
    order_id = till.order("100.00")
    till.authorize(order_id, 10000, token="refund:decline")
    till.capture(order_id, 10000)

    till.refund(order_id, 10000)

    assert till.refunds(order_id) == [("failed", 10000)]
    assert till.sums(order_id) == (0, 10000, 0)
    assert till.events(order_id)[-1] == "RefundFailed"
    assert (
        till.paid(
            RefundOrder(order_id=order_id, amount_minor=10000, reason="again", reference="return/2")
        ).pending_minor
        == 10000
    )


def _request_of(till: Till, key: str) -> GatewayRequest:
    ((payload,),) = till.merchant.rows("select payload::text from engine_effect where key = %s", key)
    return msgspec.json.decode(payload, type=GatewayCall).request
