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
