"""Decide what becomes of shipments that never arrived."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from ordino.delivery.commands import SettleLostShipment
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.events import LostShipmentSettled
from ordino.delivery.problems import SettledAlready
from ordino.delivery.rows import ShipmentRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.kernel.registration import decide_storable
from ordino.orders.commands import PlaceOrder
from ordino.orders.recipients import Recipients
from ordino.orders.rows import OrderedLine


@handles(SettleLostShipment)
def settle_lost_shipments(unit: Unit, commands: Sequence[SettleLostShipment]) -> list[Decision]:
    """Each is decided once; what is refunded or sent again follows in the same transaction."""
    return decide_storable(commands, lambda storable: _settle(unit, storable))


def _settle(unit: Unit, commands: Sequence[SettleLostShipment]) -> list[Decision]:
    dock = Dock(unit, (command.shipment_id for command in commands))
    again = [command.shipment_id for command in commands if command.decision == "replace"]
    recipients = Recipients(unit, list(dock.orders) if again else [])
    decisions: list[Decision] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, command.kind())
        if not isinstance(shipment, Problem):
            shipment = _problem(shipment, command) or shipment
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        after = dock.keep(replace(shipment, settled=command.decision))
        event = LostShipmentSettled(
            order_id=after.order_id,
            shipment_id=after.id,
            decision=command.decision,
            lines=dock.lines(after.id),
            charges=command.charges,
            note=command.note,
            order=_again(dock, recipients, after) if command.decision == "replace" else None,
        )
        decisions.append(done_with(after, event))
    dock.write()
    return decisions


def _problem(shipment: ShipmentRow, command: SettleLostShipment) -> Problem | None:
    if shipment.settled:
        return SettledAlready(shipment_id=shipment.id, decision=shipment.settled)
    if command.charges and command.decision != "refund":
        return InvalidInput(field="charges", reason="charges are given back with a refund only.")
    return None


def _again(dock: Dock, recipients: Recipients, shipment: ShipmentRow) -> PlaceOrder:
    lines = [
        OrderedLine(sku=units.sku, quantity=units.quantity, unit_price=Decimal(0)) for units in dock.lines(shipment.id)
    ]
    note = f"Replacement for shipment {shipment.id} of order {shipment.order_id}, which was lost"
    return recipients.order(shipment.order_id, f"replacement/shipment/{shipment.id}", lines, "prepaid", note)
