"""Shipments as their events tell them: where each is, and what became of an order's shipped units. Pure."""

from collections.abc import Iterator

from ordino.delivery.decide.track import Standing, standing_of
from ordino.delivery.events import (
    ReturnedShipmentReceived,
    ServicesPerformed,
    ShipmentCreated,
    ShipmentDelivered,
    ShipmentEvent,
    ShipmentHandedOver,
    ShipmentLabeled,
    ShipmentLost,
    ShipmentReturnedToSender,
    ShipmentVoided,
    TrackingRecorded,
)
from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Event

LineMove = tuple[int, str, str, int]
STATES: dict[type[ShipmentEvent], str] = {
    ShipmentLabeled: "labeled",
    ShipmentVoided: "voided",
    ShipmentHandedOver: "handed_over",
    ShipmentLost: "lost",
    ShipmentReturnedToSender: "returned_to_sender",
    ReturnedShipmentReceived: "received_back",
}


def shipped_by(event: Event) -> Iterator[LineMove]:
    """The units that leave with the event, as moves (line, from bucket, to bucket, units)."""
    if isinstance(event, ShipmentHandedOver | ServicesPerformed):
        source = "packed" if isinstance(event, ShipmentHandedOver) else "allocated"
        for units in event.lines:
            yield units.line_number, source, "shipped", units.quantity


class FoldedShipment:
    """One shipment."""

    __slots__ = ("lines", "method", "state")

    def __init__(self, created: ShipmentCreated) -> None:
        self.method = created.method
        self.lines = created.lines
        self.state = "created" if created.method == "ship" else "ready_for_pickup"


class FoldedDeliveries:
    """The shipments of one order, and the services performed for it; `left` is what left which (location, SKU)."""

    def __init__(self) -> None:
        self.left: list[tuple[tuple[int, int], int]] = []
        self.shipments: dict[int, FoldedShipment] = {}
        self._performed: list[FulfilledUnits] = []

    def apply(self, event: Event) -> None:
        """Take the next event; one of another part of the system changes nothing here."""
        if isinstance(event, ServicesPerformed):
            self._performed += event.lines
        elif isinstance(event, ShipmentCreated):
            self.shipments[event.shipment_id] = FoldedShipment(event)
        elif isinstance(event, ShipmentEvent) and event.shipment_id in self.shipments:
            shipment = self.shipments[event.shipment_id]
            if isinstance(event, TrackingRecorded):
                shipment.state = event.state
            elif isinstance(event, ShipmentDelivered):
                shipment.state = "delivered" if shipment.method == "ship" else "collected"
            else:
                shipment.state = STATES.get(type(event), shipment.state)
            if isinstance(event, ShipmentHandedOver):
                self.left += [((event.location_id, units.sku_id), units.quantity) for units in event.lines]

    def standings(self) -> dict[int, Standing]:
        """For each line how many units have arrived, and how many never will."""
        standings = [(units, Standing(units.quantity, 0)) for units in self._performed]
        for shipment in self.shipments.values():
            standings += [(units, standing_of(shipment.state, units.quantity)) for units in shipment.lines]
        lines: dict[int, Standing] = {}
        for units, standing in standings:
            before = lines.get(units.line_number, Standing(0, 0))
            lines[units.line_number] = Standing(
                before.delivered + standing.delivered, before.written_off + standing.written_off
            )
        return lines
