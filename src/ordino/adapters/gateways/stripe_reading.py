"""What Stripe's objects prove, as events of the port. Pure; events repeat what was said before, and the fold does not mind.

Our keys travel in the metadata: an intent carries the key of its authorization (`ordino_key`) and one entry for each capture
that succeeded, a refund the key of its call.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from ordino.adapters.gateways.stripe_amounts import from_stripe
from ordino.adapters.gateways.stripe_objects import Charge, Dispute, Intent, Refund, WebhookBody
from ordino.kernel.messages import Record
from ordino.payments.gateway import EventKind, GatewayEvent, GatewayOutcome

KEY = "ordino_key"
_CAPTURE = "ordino_capture_"
_WAITING = ("requires_action", "requires_confirmation", "processing")
_REFUNDS: dict[str | None, GatewayOutcome] = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}
_DISPUTES: dict[str, GatewayOutcome] = {
    "needs_response": "requested",
    "under_review": "requested",
    "lost": "succeeded",
    "won": "failed",
}


class Telling(Record, frozen=True):
    """Who says something and when: an answer to a call, or a webhook. `currency` in capitals."""

    source: str
    at: datetime
    reference: str
    currency: str

    def event(
        self,
        kind: EventKind,
        outcome: GatewayOutcome,
        amount: int,
        key: str,
        *,
        reason: str = "",
        expires_at: datetime | None = None,
    ) -> GatewayEvent:
        """The event of the act with this key; `amount` as Stripe writes it."""
        return GatewayEvent(
            id=f"{self.source}/{kind}/{outcome}/{key}",
            kind=kind,
            outcome=outcome,
            amount_minor=from_stripe(amount, self.currency),
            occurred_at=self.at,
            request_key=key,
            gateway_reference=self.reference,
            reason=reason,
            expires_at=expires_at,
        )


def capture_entry(key: str, amount: int) -> tuple[str, str]:
    """Name and value of the metadata that record a capture: the name at most 40 characters, as Stripe takes it."""
    return f"{_CAPTURE}{hashlib.sha256(key.encode()).hexdigest()[:20]}", f"{amount} {key}"


def told_by_intent(intent: Intent, source: str, at: datetime) -> Iterator[GatewayEvent]:
    """Whether it was authorized, what was captured, and whether the rest was given up."""
    telling = Telling(source, at, intent.id, intent.currency.upper())
    yield _authorization(intent, telling)
    recorded = 0
    for name, value in intent.metadata.items():
        if name.startswith(_CAPTURE):
            amount, _, key = value.partition(" ")
            recorded += int(amount)
            yield telling.event("capture", "succeeded", int(amount), key)
    if intent.amount_received > recorded:
        yield telling.event("capture", "succeeded", intent.amount_received - recorded, f"{intent.id}/elsewhere")
    left = intent.amount - intent.amount_received
    if left and (intent.status == "succeeded" or (intent.status == "canceled" and _was_authorized(intent))):
        yield telling.event("void", "succeeded", left, f"{intent.id}/void", reason=intent.cancellation_reason or "")


def _authorization(intent: Intent, telling: Telling) -> GatewayEvent:
    key, error = intent.metadata.get(KEY, intent.id), intent.last_payment_error
    if intent.status in ("requires_capture", "succeeded") or _was_authorized(intent):
        ends = intent.card.capture_before
        expires_at = None if ends is None else datetime.fromtimestamp(ends, UTC)
        return telling.event("authorize", "succeeded", intent.amount, key, expires_at=expires_at)
    if intent.status in _WAITING:
        return telling.event("authorize", "unknown", intent.amount, key, reason=intent.status)
    reason = error.reason if error is not None else intent.status
    return telling.event("authorize", "failed", intent.amount, key, reason=reason)


def _was_authorized(intent: Intent) -> bool:
    """A canceled intent that had a charge and no error was authorized before."""
    return intent.status == "canceled" and intent.latest_charge is not None and intent.last_payment_error is None


def told_by_refund(refund: Refund, source: str, at: datetime) -> Iterator[GatewayEvent]:
    """What became of a refund; one that went out and came back is a refund and its reversal."""
    telling = Telling(source, at, refund.payment_intent or "", refund.currency.upper())
    key = (refund.metadata or {}).get(KEY, refund.id)
    if refund.failure_balance_transaction is not None:
        yield telling.event("refund", "succeeded", refund.amount, key)
        yield telling.event("refund_reversal", "succeeded", refund.amount, key, reason=refund.failure_reason or "")
        return
    outcome = _REFUNDS.get(refund.status, "unknown")
    yield telling.event("refund", outcome, refund.amount, key, reason=refund.failure_reason or "")


def told_by_webhook(body: WebhookBody) -> tuple[GatewayEvent, ...]:
    """What a webhook proves. Charges tell only that they expired: intents and refunds say the rest with our keys."""
    at = datetime.fromtimestamp(body.created, UTC)
    if body.type.startswith("payment_intent."):
        return tuple(told_by_intent(msgspec.json.decode(body.data.object, type=Intent), body.id, at))
    if body.type.startswith(("refund.", "charge.refund.")):
        return tuple(told_by_refund(msgspec.json.decode(body.data.object, type=Refund), body.id, at))
    if body.type.startswith("charge.dispute."):
        return tuple(_told_by_dispute(msgspec.json.decode(body.data.object, type=Dispute), body.id, at))
    if body.type == "charge.expired":
        return tuple(_told_by_expiry(msgspec.json.decode(body.data.object, type=Charge), body.id, at))
    return ()


def _told_by_dispute(dispute: Dispute, source: str, at: datetime) -> Iterator[GatewayEvent]:
    """An inquiry (`warning_...`) takes no money."""
    outcome = _DISPUTES.get(dispute.status)
    if outcome is not None:
        telling = Telling(source, at, dispute.payment_intent or "", dispute.currency.upper())
        yield telling.event("chargeback", outcome, dispute.amount, dispute.id, reason=dispute.reason)


def _told_by_expiry(charge: Charge, source: str, at: datetime) -> Iterator[GatewayEvent]:
    reference = charge.payment_intent or charge.id
    telling = Telling(source, at, reference, charge.currency.upper())
    yield telling.event("void", "succeeded", charge.amount - charge.amount_captured, f"{reference}/void")
