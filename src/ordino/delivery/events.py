"""What has happened to shipments, on the stream `order/<id>`; manifests stand on their own streams."""

from datetime import date, datetime

from ordino.delivery.commands import RecordTracking
from ordino.delivery.decide.choose_service import Candidate
from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Event
from ordino.orders.commands import PlaceOrder


def manifest_stream(manifest_id: int) -> str:
    return f"manifest/{manifest_id}"


class ShipmentEvent(Event, frozen=True, kw_only=True):
    """Something that has happened to a shipment."""

    order_id: int
    shipment_id: int


class ShipmentCreated(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Packages are to leave together; `candidates` are the services that were weighed, with the reason of each."""

    fulfillment_order_id: int
    location: str
    method: str
    package_ids: tuple[int, ...]
    lines: tuple[FulfilledUnits, ...]
    carrier: str = ""
    service: str = ""
    cost_minor: int | None = None
    currency: str = ""
    deadline: date | None = None
    arrives_on: date | None = None
    candidates: tuple[Candidate, ...] = ()


class ShipmentLabeled(ShipmentEvent, frozen=True, kw_only=True):
    """The shipment has its tracking number; its label can be printed."""

    carrier: str
    service: str
    tracking_number: str


class LabelEvent(Event, frozen=True, kw_only=True):
    """Something about a label of a carrier outside, for a shipment or a return."""

    order_id: int
    shipment_id: int | None
    return_id: int | None
    label_id: int
    carrier: str
    service: str


class LabelRequested(LabelEvent, frozen=True, kw_only=True):
    """The carrier is asked for the label; the shipment waits for its answer."""


class LabelRefused(LabelEvent, frozen=True, kw_only=True):
    """The carrier does not sell the label; the shipment is as it was created."""

    reason: str


class LabelBought(LabelEvent, frozen=True, kw_only=True):
    """The label is bought; what it costs is in minor units of `currency`."""

    tracking_number: str
    cost_minor: int | None
    currency: str


class LabelVoided(LabelEvent, frozen=True, kw_only=True):
    """The carrier has taken the label back and returns its price."""


class LabelVoidRefused(LabelEvent, frozen=True, kw_only=True):
    """The carrier does not take the label back; its price is lost."""

    reason: str


class ShipmentVoided(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The shipment does not take place; its packages stand packed again."""

    reason: str = ""


class ShipmentHandedOver(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The goods have left: from packed to shipped, out of stock, to the customer."""

    fulfillment_order_id: int
    location_id: int
    location: str
    carrier: str
    service: str
    tracking_number: str
    lines: tuple[FulfilledUnits, ...]


class TrackingRecorded(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A message about a shipment; `state` is where the shipment stands with it."""

    event_id: str
    status: str
    occurred_at: datetime
    state: str
    detail: str = ""
    place: str = ""


class ShipmentDelivered(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The units have arrived; `how` is the proof: left at the door, signature, photo, collected, or a carrier's word."""

    delivered_at: datetime
    lines: tuple[FulfilledUnits, ...]
    how: str
    signed_by: str = ""
    photo: str = ""
    was_lost: bool = False


class DeliveryFailed(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The carrier was there and could not deliver."""

    occurred_at: datetime
    detail: str = ""


class ShipmentLost(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The units will not arrive; they are written off."""

    lines: tuple[FulfilledUnits, ...]
    detail: str = ""


class LostShipmentSettled(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """It is decided what becomes of units that never arrived; `order` is what goes out for them again."""

    decision: str
    lines: tuple[FulfilledUnits, ...]
    charges: tuple[int, ...] = ()
    note: str = ""
    order: PlaceOrder | None = None


class ShipmentReturnedToSender(ShipmentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The units come back undelivered; they are written off for the customer and not in stock before they are received."""

    lines: tuple[FulfilledUnits, ...]
    detail: str = ""


class ReturnedShipmentReceived(ShipmentEvent, frozen=True, kw_only=True):
    """What came back undelivered, or was found again, stands at the location."""

    location: str
    bucket: str
    lines: tuple[FulfilledUnits, ...]


class ServicesPerformed(Event, frozen=True, kw_only=True):
    """Services were performed: from allocated to shipped and delivered at once, without stock."""

    order_id: int
    lines: tuple[FulfilledUnits, ...]


class ManifestClosed(Event, frozen=True, kw_only=True):
    """The list of what a carrier took over at a location."""

    manifest_id: int
    location: str
    carrier: str
    shipment_ids: tuple[int, ...]


class CarrierMessageReceived(Event, frozen=True, kw_only=True):
    """A carrier has sent a message; it stands on `carrier_message/<digest>`, its body in the command that took it in."""

    carrier: str
    digest: str
    said: tuple[RecordTracking, ...]
