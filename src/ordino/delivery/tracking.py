"""What was said of the shipments of a batch, and what follows from it for their state and for the lines of their orders."""

from datetime import datetime

from msgspec.structs import replace

from ordino.delivery.decide.track import TrackingMessage, latest_of, standing_of
from ordino.delivery.dock import Dock
from ordino.delivery.events import (
    DeliveryFailed,
    ShipmentDelivered,
    ShipmentEvent,
    ShipmentLost,
    ShipmentReturnedToSender,
)
from ordino.delivery.facts import SQL
from ordino.delivery.lifecycle import ON_ITS_WAY, PHASES, WRITTEN_OFF
from ordino.delivery.rows import ShipmentRow, TrackingRow
from ordino.engine import Unit
from ordino.fulfillment.rows import FulfilledUnits
from ordino.orders.buckets import AfterShipping, count_after_shipping


class TrackingBook:
    """The messages about a dock's shipments, old and new; `write` writes the new ones and what they count."""

    def __init__(self, unit: Unit, dock: Dock) -> None:
        self._unit = unit
        self._dock = dock
        self._messages: dict[int, dict[str, TrackingRow]] = {}
        if dock.shipment_ids:
            for row in unit.fetch(SQL.select_tracking, TrackingRow, shipment_ids=dock.shipment_ids):
                self._messages.setdefault(row.shipment_id, {})[row.event_id] = row
        self._new: list[TrackingRow] = []
        self._counts: list[AfterShipping] = []

    def knows(self, shipment: ShipmentRow, event_id: str) -> bool:
        return event_id in self._messages.get(shipment.id, {})

    def add(self, shipment: ShipmentRow, row: TrackingRow) -> ShipmentRow:
        """Keep the message, and the shipment as it stands with it; before its hand-over nothing follows from it."""
        self._messages.setdefault(shipment.id, {})[row.event_id] = row
        self._new.append(row)
        return self.settle(shipment) if shipment.state in PHASES else shipment

    def settle(self, shipment: ShipmentRow) -> ShipmentRow:
        """Bring a shipment that was handed over to where its messages say it is, and count what became of its units."""
        latest = self.latest(shipment)
        if latest is None or latest.status == shipment.state:
            return shipment
        before, state = shipment.state, latest.status
        for units in self._dock.lines(shipment.id):
            was, now = standing_of(before, units.quantity), standing_of(state, units.quantity)
            if was != now:
                self._counts.append(
                    AfterShipping(
                        shipment.order_id,
                        units.line_number,
                        delivered=now.delivered - was.delivered,
                        written_off=now.written_off - was.written_off,
                    )
                )
        ended_at = None if state in ON_ITS_WAY else latest.occurred_at
        return self._dock.keep(replace(shipment, state=state, ended_at=ended_at))

    def latest(self, shipment: ShipmentRow) -> TrackingRow | None:
        """The message that says where the shipment is."""
        rows = self._messages.get(shipment.id, {})
        latest = latest_of([TrackingMessage(row.event_id, row.status, row.occurred_at) for row in rows.values()])
        return None if latest is None else rows[latest.event_id]

    def outcome(self, before: ShipmentRow, after: ShipmentRow) -> tuple[ShipmentEvent, ...]:
        """What has happened to the shipment with its latest message, beyond that something was said."""
        latest = self.latest(after)
        if latest is None or (after.state == before.state and after.state != "failed_attempt"):
            return ()
        lines = self._dock.lines(after.id)
        match after.state:
            case "delivered":
                was_lost = before.state in WRITTEN_OFF
                return (delivered(after, latest.occurred_at, lines, was_lost=was_lost),)
            case "failed_attempt":
                failed = DeliveryFailed(
                    order_id=after.order_id,
                    shipment_id=after.id,
                    occurred_at=latest.occurred_at,
                    detail=latest.detail,
                )
                return (failed,)
            case "lost":
                key = after.order_id
                return (ShipmentLost(order_id=key, shipment_id=after.id, lines=lines, detail=latest.detail),)
            case "returned_to_sender":
                key = after.order_id
                return (
                    ShipmentReturnedToSender(order_id=key, shipment_id=after.id, lines=lines, detail=latest.detail),
                )
        return ()

    def write(self) -> None:
        """Write the new messages and the counters: three statements."""
        self._unit.write(SQL.insert_tracking, self._new, now=self._unit.now, recorded_by=self._unit.actor.name)
        count_after_shipping(self._unit, self._counts)


def delivered(
    shipment: ShipmentRow, delivered_at: datetime, lines: tuple[FulfilledUnits, ...], *, was_lost: bool = False
) -> ShipmentDelivered:
    """That the shipment has arrived, with its proof."""
    return ShipmentDelivered(
        order_id=shipment.order_id,
        shipment_id=shipment.id,
        delivered_at=delivered_at,
        lines=lines,
        how=shipment.how,
        signed_by=shipment.signed_by,
        photo=shipment.photo,
        was_lost=was_lost,
    )
