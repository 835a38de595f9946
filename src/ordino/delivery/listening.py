"""What carriers outside say: the answers to calls that a worker makes, and the webhooks that an edge receives."""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from ordino.delivery.buying import BUY, QUOTE, CarrierCall
from ordino.delivery.carrier import BoughtLabel, Carrier, carrier_of
from ordino.delivery.commands import LabelOutcome, ReceiveCarrierMessage, RecordLabel, RecordRates
from ordino.engine import SYSTEM, Completed, Engine
from ordino.engine.effect_rows import Intent
from ordino.engine.effects import EffectFailed
from ordino.kernel.messages import Command, Refused


class NotRecorded(Exception):
    """What a carrier said could not be taken in; it is asked again later."""


class CarrierCalls:
    """Carries out the calls to carriers outside, and asks what became of purchases whose answer was lost."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def perform(self, intent: Intent) -> None:
        """Call the carrier and record its answer. Raises EffectFailed for its final no, and whatever else it raises."""
        call, carrier = _read(intent)
        try:
            answer = _ask(call, carrier)
        except EffectFailed as refusal:
            if call.kind != QUOTE:
                outcome: LabelOutcome = "refused" if call.kind == BUY else "void_refused"
                self._record(RecordLabel(label_id=call.label_id, outcome=outcome, reason=str(refusal)))
            raise
        try:
            self._record(answer)
        except NotRecorded:
            if call.kind != QUOTE:
                raise

    def happened(self, intent: Intent) -> bool:
        """Ask the carrier for the label; one that was bought is recorded. Giving back and quoting may be asked for again."""
        call, carrier = _read(intent)
        if call.kind != BUY:
            return False
        label = carrier.find_label(call.request)
        if label is not None:
            self._record(_bought(call, label))
        return label is not None

    def _record(self, command: Command) -> None:
        (outcome,) = self._engine.execute([command], actor=SYSTEM)
        if isinstance(outcome, Refused):
            raise NotRecorded(outcome.problem.detail())


def receive_carrier_webhook(engine: Engine, code: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Verify a message of a carrier and take it in with what it says of our shipments; answers whether it is a new one.

    Raises LookupError where the carrier is not known, BadSignature where it did not sign it, ValueError where it cannot be
    read. What it says of parcels that are not ours, or not any more, is passed over.
    """
    carrier = carrier_of(code)
    if carrier is None:
        raise LookupError(f"there is no carrier {code} outside")
    said = carrier.read_webhook(body, headers)
    text = body.decode(errors="replace")
    command = ReceiveCarrierMessage(carrier=code, body=text, said=said)
    (outcome,) = engine.execute([command], actor=SYSTEM, keys=[f"carrier/{code}/{sha256(body).hexdigest()}"])
    if isinstance(outcome, Refused):
        raise ValueError(outcome.problem.detail())
    return isinstance(outcome, Completed)


def _ask(call: CarrierCall, carrier: Carrier) -> Command:
    if call.kind == QUOTE:
        return RecordRates(package_ids=call.package_ids, carrier=call.carrier, rates=carrier.quote(call.request))
    if call.kind == BUY:
        return _bought(call, carrier.buy_label(call.request))
    carrier.void(call.request)
    return RecordLabel(label_id=call.label_id, outcome="voided")


def _bought(call: CarrierCall, label: BoughtLabel) -> RecordLabel:
    return RecordLabel(
        label_id=call.label_id,
        outcome="bought",
        tracking_number=label.tracking_number,
        cost_minor=label.cost_minor,
        currency=label.currency,
        document=label.document,
        media_type=label.media_type,
    )


def _read(intent: Intent) -> tuple[CarrierCall, Carrier]:
    call = msgspec.json.decode(intent.payload, type=CarrierCall)
    carrier = carrier_of(call.carrier)
    if carrier is None:
        raise LookupError(f"the carrier {call.carrier} is not installed")
    return call, carrier
