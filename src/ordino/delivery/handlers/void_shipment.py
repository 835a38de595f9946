"""Call shipments off before they leave."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.buying import OpenLabels
from ordino.delivery.commands import VoidShipment
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.events import ShipmentVoided
from ordino.engine import Unit, handles
from ordino.fulfillment.shipping import take_out_of_shipments
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(VoidShipment)
def void_shipments(unit: Unit, commands: Sequence[VoidShipment]) -> list[Decision]:
    """The packages of each shipment stand packed again, in none; a label that was bought is given back."""
    dock = Dock(unit, (command.shipment_id for command in commands))
    labels = OpenLabels(unit, dock.shipment_ids)
    voided: list[int] = []
    decisions: list[Decision] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, VoidShipment.kind())
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        voided.append(shipment.id)
        labels.give_up(shipment.id, VoidShipment.kind())
        after = dock.move(replace(shipment, reason=command.reason, ended_at=unit.now), VoidShipment.kind())
        event = ShipmentVoided(order_id=after.order_id, shipment_id=after.id, reason=command.reason)
        decisions.append(done_with(after, event))
    dock.write()
    labels.write()
    take_out_of_shipments(unit, voided)
    return decisions
