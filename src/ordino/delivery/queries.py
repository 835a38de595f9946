"""Reads of shipments for edges: the list, one shipment with its way, and what its documents say."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import msgspec

from ordino.delivery.events import ShipmentCreated
from ordino.delivery.facts import SQL
from ordino.delivery.lifecycle import SHIPMENT
from ordino.delivery.views import (
    BoughtDocument,
    ChangedShipment,
    Manifest,
    ManifestLine,
    PackingSlip,
    ParcelLabel,
    ShipmentSummary,
    ShipmentView,
    ShippedLine,
    TrackingView,
)
from ordino.engine import NEWEST, Reader, Window
from ordino.kernel.messages import Record
from ordino.kernel.schemas import kinds_naming
from ordino.network.queries import locations_by_id
from ordino.network.rows import LocationRow
from ordino.orders.rows import PostalAddress
from ordino.parties.decide.address import PostalAddress as AddressForm
from ordino.parties.decide.address import postal_lines


class _ParcelRow(Record, frozen=True):
    """A package of a shipment; `ship_to` is JSON."""

    shipment_id: int
    order_id: int
    location_id: int
    carrier: str
    service: str
    tracking_number: str
    sscc: str
    weight_grams: int
    parcel: int
    parcels: int
    ship_to: str


class _PackedRow(Record, frozen=True):
    """Units in a package of a shipment; `ship_to` is JSON."""

    shipment_id: int
    order_id: int
    location_id: int
    ship_to: str
    line_number: int
    sku: str
    description: str
    quantity: int
    quantity_scale: int
    sscc: str

    def line(self) -> ShippedLine:
        return ShippedLine(self.line_number, self.sku, self.description, self.quantity, self.quantity_scale, self.sscc)


class _BoughtRow(Record, frozen=True):
    tracking_number: str
    document: str
    media_type: str


class _ManifestRow(Record, frozen=True):
    id: int
    location_id: int
    carrier: str
    closed_at: datetime


def list_shipments(
    reader: Reader,
    *,
    states: Sequence[str] = SHIPMENT.states,
    order_id: int | None = None,
    location: str | None = None,
    carrier: str | None = None,
    channel: str | None = None,
    window: Window = NEWEST,
) -> list[ShipmentSummary]:
    """A page of shipments, by number; with a channel those of its orders."""
    return reader.fetch_window(
        SQL.select_shipments,
        ShipmentSummary,
        window,
        states=list(states),
        order_id=order_id,
        location=location,
        carrier=carrier,
        channel=channel,
    )


def changed_shipments(
    reader: Reader,
    *,
    since: datetime,
    states: Sequence[str] = SHIPMENT.states,
    channel: str | None = None,
    after_position: int,
    limit: int,
) -> list[ChangedShipment]:
    """Shipments to which something has happened since, each once, the last change last."""
    return reader.fetch(
        SQL.select_changed_shipments,
        ChangedShipment,
        since=since,
        kinds=kinds_naming("shipment_id", "delivery"),
        states=list(states),
        channel=channel,
        after_position=after_position,
        limit=limit,
    )


def shipment_named(reader: Reader, name: str) -> int | None:
    """The key of the shipment with this tracking number, or with this key."""
    found = reader.fetch_values(SQL.select_shipment_named, name=name)
    return found[0] if found else None


def shipment(reader: Reader, shipment_id: int) -> ShipmentView | None:
    """A shipment with all that belongs to it."""
    summary = reader.fetch_one(SQL.select_shipment, ShipmentSummary, shipment_id=shipment_id)
    if summary is None:
        return None
    created = reader.fetch_values(
        SQL.select_shipment_created, stream=f"order/{summary.order_id}", shipment_id=shipment_id
    )
    candidates = msgspec.json.decode(created[0], type=ShipmentCreated).candidates if created else ()
    return ShipmentView(
        summary,
        tuple(row.line() for row in _packed(reader, [shipment_id])),
        tuple(reader.fetch(SQL.select_timeline, TrackingView, shipment_id=shipment_id)),
        candidates,
        SHIPMENT.permitted(summary.state),
    )


def labels_of(reader: Reader, shipment_ids: Sequence[int]) -> list[ParcelLabel]:
    """The labels of the parcels of labeled shipments, in the order of shipments and parcels."""
    rows = reader.fetch(SQL.select_parcels, _ParcelRow, shipment_ids=list(shipment_ids))
    locations = locations_by_id(reader, sorted({row.location_id for row in rows}))
    return [
        ParcelLabel(
            row.shipment_id,
            row.order_id,
            location_lines(locations[row.location_id]),
            customer_lines(row.ship_to, locations[row.location_id].country),
            row.carrier,
            row.service,
            row.tracking_number,
            row.sscc,
            row.weight_grams,
            row.parcel,
            row.parcels,
        )
        for row in rows
    ]


def bought_label(
    reader: Reader, *, shipment_id: int | None = None, return_id: int | None = None
) -> BoughtDocument | None:
    """The label that a carrier outside has sold for the shipment or the return, to be printed as it is."""
    row = reader.fetch_one(SQL.select_bought_label, _BoughtRow, shipment_id=shipment_id, return_id=return_id)
    return None if row is None else BoughtDocument(row.tracking_number, b64decode(row.document), row.media_type)


def packing_slips_of(reader: Reader, shipment_ids: Sequence[int]) -> list[PackingSlip]:
    """What is in the parcels of the shipments."""
    rows = _packed(reader, shipment_ids)
    locations = locations_by_id(reader, sorted({row.location_id for row in rows}))
    slips = []
    for _, group in groupby(rows, key=lambda row: row.shipment_id):
        of_shipment = list(group)
        first = of_shipment[0]
        sender = locations[first.location_id]
        slips.append(
            PackingSlip(
                first.shipment_id,
                first.order_id,
                location_lines(sender),
                customer_lines(first.ship_to, sender.country),
                tuple(row.line() for row in of_shipment),
            )
        )
    return slips


def manifest(reader: Reader, manifest_id: int) -> Manifest | None:
    """A manifest with the shipments it lists."""
    row = reader.fetch_one(SQL.select_manifest, _ManifestRow, manifest_id=manifest_id)
    if row is None:
        return None
    location = locations_by_id(reader, [row.location_id])[row.location_id]
    lines = reader.fetch(SQL.select_manifest_lines, ManifestLine, manifest_id=manifest_id)
    return Manifest(row.id, row.carrier, row.closed_at, location_lines(location), tuple(lines))


def _packed(reader: Reader, shipment_ids: Sequence[int]) -> list[_PackedRow]:
    return reader.fetch(SQL.select_packed_lines, _PackedRow, shipment_ids=list(shipment_ids))


def location_lines(location: LocationRow) -> tuple[str, ...]:
    """The address of a location as lines of a label."""
    form = AddressForm(
        company=location.name or location.code,
        street=location.street,
        city=location.city,
        region=location.region,
        postal_code=location.postal_code,
        country=location.country,
    )
    return tuple(postal_lines(form, origin_country=location.country))


def customer_lines(ship_to: str, origin_country: str) -> tuple[str, ...]:
    """The address of a customer (JSON) as lines of a label."""
    address = msgspec.json.decode(ship_to, type=PostalAddress)
    form = AddressForm(
        address.recipient,
        address.company,
        address.street,
        address.district,
        address.city,
        address.region,
        address.postal_code,
        address.country,
    )
    return tuple(postal_lines(form, origin_country=origin_country))


class _LabelOwner(Record, frozen=True):
    order_id: int
    shipment_id: int | None


def subject_of_label(reader: Reader, label_id: int) -> tuple[int, str]:
    """The order of a label, and the thing it is for: its shipment, or the label itself where that is a return's."""
    (owner,) = reader.fetch(SQL.select_orders_and_shipments_of_labels, _LabelOwner, label_ids=[label_id])
    return owner.order_id, f"label/{label_id}" if owner.shipment_id is None else f"shipment/{owner.shipment_id}"
