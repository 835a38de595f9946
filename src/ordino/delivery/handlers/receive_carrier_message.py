"""Take in what carriers send: kept as it came, told once; what follows from it is recorded step by step."""

from collections.abc import Sequence
from hashlib import sha256

from ordino.delivery.commands import MessageTaken, ReceiveCarrierMessage
from ordino.delivery.events import CarrierMessageReceived
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, StreamEvent


@handles(ReceiveCarrierMessage)
def receive_carrier_messages(unit: Unit, commands: Sequence[ReceiveCarrierMessage]) -> list[Decision]:
    """Each message is told with its digest; the idempotency key of whoever receives it makes it count once."""
    return [_take(command) for command in commands]


def _take(command: ReceiveCarrierMessage) -> Done:
    digest = sha256(command.body.encode()).hexdigest()
    event = CarrierMessageReceived(carrier=command.carrier, digest=digest, said=command.said)
    result = MessageTaken(carrier=command.carrier, steps=len(command.said))
    return Done(result, (StreamEvent(f"carrier_message/{digest}", event),))
