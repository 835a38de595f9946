"""Rows of delivery as they are read and written. Quantities are a SKU's smallest units, money is minor units."""

from datetime import date, datetime

from ordino.fulfillment.rows import FulfilledUnits
from ordino.kernel.messages import Record


class ShipmentRow(Record, frozen=True):
    """Packages of one fulfillment order that leave together; a pickup has neither carrier nor tracking number."""

    id: int
    order_id: int
    fulfillment_order_id: int
    location_id: int
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
    labeled_at: datetime | None = None
    handed_over_at: datetime | None = None
    ended_at: datetime | None = None
    how: str = ""
    signed_by: str = ""
    photo: str = ""
    reason: str = ""
    settled: str = ""


class ShipmentLineRow(Record, frozen=True):
    """Units of an order line in a shipment."""

    shipment_id: int
    line_number: int
    sku_id: int
    sku: str
    quantity: int

    def units(self) -> FulfilledUnits:
        return FulfilledUnits(self.line_number, self.sku_id, self.sku, self.quantity)


class TrackingRow(Record, frozen=True):
    """What was said of a shipment, by a carrier or by one of us."""

    shipment_id: int
    event_id: str
    status: str
    occurred_at: datetime
    detail: str = ""
    place: str = ""


class Rate(Record, frozen=True):
    """What a carrier outside asks for a service, in minor units, and when it would arrive, where it says so."""

    service: str
    cost_minor: int
    currency: str
    arrives_on: date | None = None


class OfferRow(Record, frozen=True):
    """A rate of a carrier outside for packages that leave together."""

    package_ids: list[int]
    carrier: str
    service: str
    cost_minor: int
    currency: str
    arrives_on: date | None


class LabelRow(Record, frozen=True):
    """A label that a carrier outside is asked for; `request` is JSON, what the carrier is asked with."""

    id: int
    key: str
    order_id: int
    shipment_id: int | None
    return_id: int | None
    carrier: str
    service: str
    state: str
    request: str
    asked_at: datetime
    settled_at: datetime | None = None
    tracking_number: str = ""
    cost_minor: int | None = None
    currency: str = ""
    media_type: str = ""
    reason: str = ""
    document: bytes = b""
