"""Shipments that come back undelivered."""

from collections.abc import Sequence

from ordino.delivery.commands import ReturnToSender
from ordino.delivery.telling import Told, tell
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision


@handles(ReturnToSender)
def return_to_sender(unit: Unit, commands: Sequence[ReturnToSender]) -> list[Decision]:
    """The units of each shipment are written off until they are received."""
    return tell(unit, [Told(command, "returned_to_sender", unit.now, detail=command.reason) for command in commands])
