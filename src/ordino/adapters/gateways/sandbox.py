"""The gateway `sandbox`: a payment provider that fails on demand and remembers, like a real one, outside of our database.

What goes wrong stands in the payment's token, for every kind of call or for one: `decline`, `capture:timeout_after`, several with
commas. A token without such a word succeeds. The same key is carried out once, and answered as before.

- `decline`: says no.
- `timeout_before`: the call is lost on its way there, once.
- `timeout_after`: the money has moved, and the answer is lost, once.
- `unknown`: answers that it does not know yet; asked again, it has happened.
- `delay`: has taken the call on; asked again, it has happened.
- `duplicate`: says everything twice, once under another id.
- `disorder`: says the end before the beginning, and an old failure last.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import structs

from ordino.adapters.gateways.sandbox_memory import RememberedCall, SandboxMemory
from ordino.engine.embedded import data_directory
from ordino.kernel.messages import Record
from ordino.payments.gateway import BadWebhook, GatewayEvent, GatewayRequest, register_gateway

SANDBOX = "sandbox"
SIGNATURE_HEADER = "sandbox-signature"
VALID = timedelta(days=7)


class SandboxTimeout(Exception):
    """The answer of the sandbox did not arrive."""


class SignedWebhook(Record, frozen=True):
    """A webhook as the sandbox sends it."""

    body: bytes
    signature: str

    def headers(self) -> dict[str, str]:
        return {SIGNATURE_HEADER: self.signature}


class SandboxGateway:
    """Keeps its memory in a file of the data directory, or where it is told."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def perform(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """Carry the call out once. Raises SandboxTimeout where the token says so."""
        memory, faults = self._memory(), _faults(request)
        known = memory.find(request.key)
        if known is not None:
            return _events(memory.settle(known), faults)
        if "timeout_before" in faults and memory.meets(request.key):
            raise SandboxTimeout(f"{request.key} was lost")
        call = memory.keep(request, reason=_refusal(memory, request, faults), settled=not faults & {"unknown", "delay"})
        if "timeout_after" in faults:
            raise SandboxTimeout(f"the answer to {request.key} was lost")
        if "delay" in faults:
            return ()
        return _events(call, faults)

    def find(self, request: GatewayRequest) -> tuple[GatewayEvent, ...]:
        """What became of the call; one that was taken on is carried out by then."""
        memory = self._memory()
        known = memory.find(request.key)
        return () if known is None else _events(memory.settle(known), _faults(request))

    def read_webhook(self, body: bytes, headers: Mapping[str, str]) -> tuple[GatewayEvent, ...]:
        """The events of a webhook that this sandbox signed."""
        given = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._sign(body).encode()):
            raise BadWebhook("the signature is not the sandbox's")
        try:
            return msgspec.json.decode(body, type=tuple[GatewayEvent, ...])
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as failure:
            raise BadWebhook(str(failure)) from failure

    def webhook(self, *events: GatewayEvent) -> SignedWebhook:
        """A signed webhook that says these events."""
        body = msgspec.json.encode(events)
        return SignedWebhook(body, self._sign(body))

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._memory().secret(), body, hashlib.sha256).hexdigest()

    def _memory(self) -> SandboxMemory:
        return SandboxMemory(self._file or data_directory() / "sandbox-gateway.sqlite")


def _faults(request: GatewayRequest) -> set[str]:
    """What shall go wrong with this call."""
    words = (word.strip().partition(":") for word in request.token.split(","))
    return {fault if colon else kind for kind, colon, fault in words if not colon or kind == request.kind}


def _refusal(memory: SandboxMemory, request: GatewayRequest, faults: set[str]) -> str:
    """Why the sandbox says no; empty where it does not."""
    if "decline" in faults:
        return "declined"
    left = memory.left_minor(request.gateway_reference)
    if request.kind == "capture" and request.amount_minor > left.capturable_minor:
        return f"only {left.capturable_minor} can be captured"
    if request.kind == "refund" and request.amount_minor > left.refundable_minor:
        return f"only {left.refundable_minor} can be refunded"
    return ""


def _events(call: RememberedCall, faults: set[str]) -> tuple[GatewayEvent, ...]:
    return tuple(_say(call, faults))


def _say(call: RememberedCall, faults: set[str]) -> Iterator[GatewayEvent]:
    asked_at = datetime.fromisoformat(call.asked_at)
    said = GatewayEvent(
        id=f"{call.key}/{call.outcome}",
        kind=call.kind,
        outcome=call.outcome,
        amount_minor=call.amount_minor,
        occurred_at=asked_at,
        request_key=call.key,
        gateway_reference=call.gateway_reference,
        reason=call.reason,
        expires_at=asked_at + VALID if call.kind == "authorize" and call.outcome == "succeeded" else None,
    )
    yield said
    if "duplicate" in faults:
        yield said
        yield structs.replace(said, id=f"{said.id}/again")
    if "disorder" in faults:
        yield structs.replace(said, id=f"{call.key}/begun", outcome="requested", expires_at=None)
        earlier = asked_at - timedelta(seconds=1)
        yield structs.replace(said, id=f"{call.key}/old", outcome="failed", occurred_at=earlier, expires_at=None)


register_gateway(SANDBOX, SandboxGateway(), test=True)
