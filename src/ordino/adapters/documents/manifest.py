"""Manifests: the list that the driver signs, of what a carrier took over at a location."""

from datetime import datetime

from ordino.adapters.documents.typst_pdf import render
from ordino.delivery.views import Manifest
from ordino.kernel.messages import Record
from ordino.kernel.quantity import quantity_text


class _Row(Record, frozen=True):
    shipment: str
    tracking_number: str
    service: str
    parcels: str
    weight: str


class _Manifest(Record, frozen=True):
    number: int
    carrier: str
    closed_at: str
    sender: tuple[str, ...]
    shipments: tuple[_Row, ...]
    weight: str


def manifest_as_pdf(manifest: Manifest, *, dated: datetime | None = None) -> bytes:
    """The manifest as PDF; times are UTC."""
    rows = tuple(
        _Row(
            str(row.shipment_id),
            row.tracking_number,
            row.service,
            str(row.parcels),
            _weight(row.weight_grams),
        )
        for row in manifest.shipments
    )
    weight = _weight(sum(row.weight_grams for row in manifest.shipments))
    closed_at = f"{manifest.closed_at:%Y-%m-%d %H:%M} UTC"
    data = _Manifest(manifest.manifest_id, manifest.carrier, closed_at, manifest.sender, rows, weight)
    return render("manifest.typ", data, dated=dated)


def _weight(weight_grams: int) -> str:
    return f"{quantity_text(weight_grams, 3)} kg"
