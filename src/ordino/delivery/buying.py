"""Labels of carriers outside: asked for by an intent, answered by a command, given back when nobody needs them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from ordino.delivery.carrier import CarrierRequest, Parcel, carrier_of
from ordino.delivery.events import LabelEvent, LabelRequested
from ordino.delivery.facts import SQL
from ordino.delivery.handing_over import shipment_reference
from ordino.delivery.lifecycle import LABEL
from ordino.delivery.rows import LabelRow, ShipmentRow
from ordino.engine import Unit
from ordino.engine.effect_rows import Intent
from ordino.kernel.messages import Record
from ordino.network.decide.rate import ParcelSize
from ordino.network.queries import locations_by_id
from ordino.network.rows import LocationRow
from ordino.orders.rows import PostalAddress

CARRIER_CALL = "carrier_call"
BUY, VOID, QUOTE = "buy", "void", "quote"
E = TypeVar("E", bound=LabelEvent)


class CarrierCall(msgspec.Struct, frozen=True):
    """The payload of an effect: which carrier is asked what, for a label or for packages."""

    kind: str
    carrier: str
    request: CarrierRequest
    label_id: int = 0
    package_ids: tuple[int, ...] = ()


class _ToCarry(Record, frozen=True):
    """A parcel of a shipment; `ship_to` is JSON."""

    shipment_id: int
    location_id: int
    sscc: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    ship_to: str

    def parcel(self) -> Parcel:
        return Parcel(self.sscc, ParcelSize(self.weight_grams, self.length_mm, self.width_mm, self.height_mm))


class _Change(Record, frozen=True):
    id: int
    state: str
    settled_at: datetime | None
    tracking_number: str
    cost_minor: int | None
    currency: str
    media_type: str
    reason: str
    document: bytes


def is_outside(shipment: ShipmentRow) -> bool:
    """Whether the shipment's carrier sells its labels itself."""
    return shipment.method == "ship" and carrier_of(shipment.carrier) is not None


def ask_for_labels(unit: Unit, shipments: Sequence[ShipmentRow]) -> dict[int, LabelRequested]:
    """Ask the carriers of the shipments for their labels: an intent and a row for each; answers the event of each shipment."""
    if not shipments:
        return {}
    ids = unit.next_ids("delivery_label_id_seq", len(shipments))
    requests = _requests(unit, shipments, ids)
    labels = [
        LabelRow(
            id=label_id,
            key=requests[shipment.id].key,
            order_id=shipment.order_id,
            shipment_id=shipment.id,
            return_id=None,
            carrier=shipment.carrier,
            service=shipment.service,
            state="requested",
            request=msgspec.json.encode(requests[shipment.id]).decode(),
            asked_at=unit.now,
        )
        for label_id, shipment in zip(ids, shipments, strict=True)
    ]
    unit.write(SQL.insert_labels, labels)
    for label in labels:
        call(unit, BUY, label)
    return {shipment.id: requested(label) for shipment, label in zip(shipments, labels, strict=True)}


def requested(label: LabelRow) -> LabelRequested:
    return about(label, LabelRequested)


def about(label: LabelRow, kind: type[E], **more: object) -> E:
    """An event about the label."""
    return kind(
        order_id=label.order_id,
        shipment_id=label.shipment_id,
        return_id=label.return_id,
        label_id=label.id,
        carrier=label.carrier,
        service=label.service,
        **more,
    )


def call(unit: Unit, kind: str, label: LabelRow) -> None:
    """Let a worker ask the carrier about the label, once for each kind of call."""
    request = msgspec.json.decode(label.request, type=CarrierRequest)
    payload = msgspec.Raw(msgspec.json.encode(CarrierCall(kind, label.carrier, request, label_id=label.id)))
    unit.request(Intent(f"{label.key}/{kind}", CARRIER_CALL, payload))


class OpenLabels:
    """The labels of locked shipments that are asked for or bought, as shipments are called off."""

    def __init__(self, unit: Unit, shipment_ids: Iterable[int]) -> None:
        self._unit = unit
        ids = sorted(set(shipment_ids))
        rows = unit.fetch(SQL.lock_open_labels, LabelRow, shipment_ids=ids) if ids else []
        self._of = {row.shipment_id: row for row in rows}
        self._changed: list[LabelRow] = []

    def of(self, shipment_id: int) -> LabelRow | None:
        return self._of.get(shipment_id)

    def give_up(self, shipment_id: int, command: str) -> None:
        """A label that was bought is given back; one that is asked for will be, should it turn out to be bought."""
        label = self._of.pop(shipment_id, None)
        if label is None:
            return
        state = LABEL.target(label.state, command)
        assert state is not None
        self._changed.append(replace(label, state=state))
        if state == "void_requested":
            call(self._unit, VOID, label)

    def write(self) -> None:
        write_labels(self._unit, self._changed)


def write_labels(unit: Unit, labels: Sequence[LabelRow]) -> None:
    """Write what may change of labels."""
    unit.write(
        SQL.update_labels,
        [
            _Change(
                row.id,
                row.state,
                row.settled_at,
                row.tracking_number,
                row.cost_minor,
                row.currency,
                row.media_type,
                row.reason,
                row.document,
            )
            for row in labels
        ],
    )


def sender_of(location: LocationRow) -> PostalAddress:
    """Where goods of the location come from."""
    return PostalAddress(
        company=location.name or location.code,
        street=location.street,
        city=location.city,
        region=location.region,
        postal_code=location.postal_code,
        country=location.country,
    )


def _requests(unit: Unit, shipments: Sequence[ShipmentRow], label_ids: Sequence[int]) -> dict[int, CarrierRequest]:
    rows: dict[int, list[_ToCarry]] = {}
    for row in unit.fetch(SQL.select_parcels_to_carry, _ToCarry, shipment_ids=[one.id for one in shipments]):
        rows.setdefault(row.shipment_id, []).append(row)
    locations = locations_by_id(unit, sorted({one.location_id for one in shipments}))
    return {
        shipment.id: CarrierRequest(
            key=label_key(unit, label_id),
            reference=shipment_reference(shipment.id),
            service=shipment.service,
            currency=shipment.currency,
            parcels=tuple(row.parcel() for row in rows[shipment.id]),
            sender=sender_of(locations[shipment.location_id]),
            recipient=msgspec.json.decode(rows[shipment.id][0].ship_to, type=PostalAddress),
        )
        for shipment, label_id in zip(shipments, label_ids, strict=True)
    }


def label_key(unit: Unit, label_id: int) -> str:
    """The name of a purchase at its carrier, with the moment: a database that is set up anew repeats none."""
    return f"ordino-label-{label_id}-{int(unit.now.timestamp() * 1000):x}"
