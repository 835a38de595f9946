"""What edges read of shipments: typed rows for lists, screens, documents and the command line. Money is minor units."""

from datetime import date, datetime

from ordino.delivery.decide.choose_service import Candidate
from ordino.kernel.messages import Record


class ShipmentSummary(Record, frozen=True):
    """One row of the list of shipments."""

    id: int
    order_id: int
    fulfillment_order_id: int
    location: str
    method: str
    state: str
    carrier: str
    service: str
    tracking_number: str | None
    cost_minor: int | None
    currency: str
    weight_grams: int
    parcels: int
    deadline: date | None
    arrives_on: date | None
    created_at: datetime
    labeled_at: datetime | None
    handed_over_at: datetime | None
    ended_at: datetime | None
    how: str
    signed_by: str
    photo: str
    reason: str
    manifest_id: int | None
    settled: str


class ChangedShipment(ShipmentSummary, frozen=True):
    """A shipment, when something happened to it last, and that event's position in the journal."""

    changed_at: datetime
    position: int


class ShippedLine(Record, frozen=True):
    """Units of an order line in a package of a shipment."""

    line_number: int
    sku: str
    description: str
    quantity: int
    quantity_scale: int
    sscc: str


class TrackingView(Record, frozen=True):
    """What was said of a shipment, when it happened and when we were told, and by whom."""

    event_id: str
    status: str
    occurred_at: datetime
    recorded_at: datetime
    recorded_by: str
    detail: str
    place: str


class ShipmentView(Record, frozen=True):
    """A shipment with what it holds, its way so far, the services weighed, and what may be done with it now."""

    shipment: ShipmentSummary
    lines: tuple[ShippedLine, ...]
    tracking: tuple[TrackingView, ...]
    candidates: tuple[Candidate, ...]
    permitted: tuple[str, ...]


class ParcelLabel(Record, frozen=True):
    """What stands on the label of one parcel; addresses are lines in the order of their country.

    A parcel that comes back has no SSCC and no shipment; its weight is not known (0).
    """

    shipment_id: int
    order_id: int
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    carrier: str
    service: str
    tracking_number: str
    sscc: str
    weight_grams: int
    parcel: int
    parcels: int


class BoughtDocument(Record, frozen=True):
    """A label as its carrier made it."""

    tracking_number: str
    document: bytes
    media_type: str


class PackingSlip(Record, frozen=True):
    """What is in the parcels of a shipment."""

    shipment_id: int
    order_id: int
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    lines: tuple[ShippedLine, ...]


class ManifestLine(Record, frozen=True):
    """A shipment on a manifest."""

    shipment_id: int
    tracking_number: str
    service: str
    parcels: int
    weight_grams: int


class Manifest(Record, frozen=True):
    """What a carrier took over at a location."""

    manifest_id: int
    carrier: str
    closed_at: datetime
    sender: tuple[str, ...]
    shipments: tuple[ManifestLine, ...]
