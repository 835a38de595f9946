"""What gateways say from outside: the answers to calls that a worker makes, and webhooks that an edge receives."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import structs

from ordino.engine import SYSTEM, Completed, Engine, Replayed
from ordino.engine.effect_rows import Intent
from ordino.kernel.messages import Refused
from ordino.payments.calls import GatewayCall
from ordino.payments.commands import OutcomeRecorded, RecordGatewayOutcome
from ordino.payments.decide.card_numbers import without_card_numbers
from ordino.payments.gateway import BadWebhook, GatewayEvent, RegisteredGateway, gateway_of


class NotAnswered(Exception):
    """The gateway has not said what becomes of a call; it is asked again later."""


class PaymentCalls:
    """Carries out the calls to gateways, and asks what became of those whose answer was lost."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def perform(self, intent: Intent) -> None:
        """Call the gateway and record its answer. Raises NotAnswered where it gives none, and whatever the gateway raises."""
        call, gateway = _read(intent)
        if not self._record(call, gateway.gateway.perform(call.request)):
            raise NotAnswered(f"{gateway.code} has not answered {call.request.key}")

    def happened(self, intent: Intent) -> bool:
        """Ask the gateway what became of the call; what it knows is recorded.

        Raises NotAnswered where it knows the call and not its end, so that it is not called again.
        """
        call, gateway = _read(intent)
        events = gateway.gateway.find(call.request)
        if events and not self._record(call, events):
            raise NotAnswered(f"{gateway.code} does not know yet what becomes of {call.request.key}")
        return bool(events)

    def _record(self, call: GatewayCall, events: Sequence[GatewayEvent]) -> bool:
        """Record what is said; answers whether it says what became of this call."""
        if events:
            record_events(self._engine, call.gateway, events)
        return any(
            event.request_key == call.request.key and event.outcome in ("succeeded", "failed") for event in events
        )


def receive_webhook(engine: Engine, gateway_code: str, body: bytes, headers: Mapping[str, str]) -> OutcomeRecorded:
    """Verify a webhook and record what it says; what tells of no known payment is kept.

    Raises BadWebhook where the gateway is not known or did not sign it. Any other exception: let the gateway send it again.
    """
    gateway = gateway_of(gateway_code)
    if gateway is None:
        raise BadWebhook(f"there is no payment gateway {gateway_code}")
    return record_events(engine, gateway_code, gateway.gateway.read_webhook(body, headers))


def record_events(engine: Engine, gateway_code: str, events: Sequence[GatewayEvent]) -> OutcomeRecorded:
    """Record what a gateway says. Raises ValueError where it cannot be taken in."""
    if not events:
        return OutcomeRecorded(recorded=0)
    clean = tuple(structs.replace(event, reason=without_card_numbers(event.reason)) for event in events)
    (outcome,) = engine.execute([RecordGatewayOutcome(gateway=gateway_code, events=clean)], actor=SYSTEM)
    if isinstance(outcome, Refused):
        raise ValueError(outcome.problem.detail())
    assert isinstance(outcome, Completed | Replayed)
    assert isinstance(outcome.result, OutcomeRecorded)
    return outcome.result


def _read(intent: Intent) -> tuple[GatewayCall, RegisteredGateway]:
    call = msgspec.json.decode(intent.payload, type=GatewayCall)
    gateway = gateway_of(call.gateway)
    if gateway is None:
        raise LookupError(f"the payment gateway {call.gateway} is not installed")
    return call, gateway
