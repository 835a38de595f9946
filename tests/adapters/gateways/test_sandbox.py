"""The sandbox as a provider: one key, one act; it refuses what a real one refuses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ordino.adapters.gateways.sandbox import SandboxGateway, SandboxTimeout
from ordino.payments.gateway import CallKind, GatewayRequest

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def ask(kind: CallKind, amount_minor: int, key: str, reference: str = "", token: str = "") -> GatewayRequest:
    return GatewayRequest(
        key=key,
        kind=kind,
        payment_id=1,
        order_id=1,
        amount_minor=amount_minor,
        currency="GBP",
        asked_at=NOW,
        gateway_reference=reference,
        token=token,
    )


@pytest.fixture
def sandbox(tmp_path: Path) -> SandboxGateway:
    return SandboxGateway(tmp_path / "sandbox.sqlite")


def test_the_same_key_is_carried_out_once_and_answered_as_before(sandbox: SandboxGateway) -> None:
    (first,) = sandbox.perform(ask("authorize", 100, "a"))
    assert sandbox.perform(ask("authorize", 100, "a")) == (first,)
    assert sandbox.find(ask("authorize", 100, "a")) == (first,)
    assert sandbox.find(ask("authorize", 100, "never")) == ()


def test_it_captures_and_refunds_no_more_than_there_is(sandbox: SandboxGateway) -> None:
    (authorized,) = sandbox.perform(ask("authorize", 100, "a"))
    reference = authorized.gateway_reference
    outcomes = [
        sandbox.perform(ask(kind, amount, key, reference))[0].outcome
        for kind, amount, key in (
            ("capture", 60, "c1"),
            ("capture", 60, "c2"),
            ("refund", 70, "r1"),
            ("refund", 60, "r2"),
        )
    ]
    assert outcomes == ["succeeded", "failed", "failed", "succeeded"]


def test_a_lost_call_never_happened_and_a_lost_answer_did(sandbox: SandboxGateway) -> None:
    before, after = (
        ask("authorize", 100, "b", token="timeout_before"),
        ask("authorize", 100, "a", token="timeout_after"),
    )
    for request in (before, after):
        with pytest.raises(SandboxTimeout):
            sandbox.perform(request)

    assert sandbox.find(before) == ()
    assert [event.outcome for event in sandbox.find(after)] == ["succeeded"]
    assert [event.outcome for event in sandbox.perform(before)] == ["succeeded"]
