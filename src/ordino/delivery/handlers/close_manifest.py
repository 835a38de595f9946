"""Close manifests: what a carrier took over is listed once."""

from collections.abc import Sequence

from ordino.delivery.commands import CloseManifest, ManifestResult
from ordino.delivery.events import ManifestClosed, manifest_stream
from ordino.delivery.facts import SQL
from ordino.delivery.problems import NothingToList
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound
from ordino.network.queries import locations_by_code


class _Place(Record, frozen=True):
    location_id: int
    carrier: str


class _Unlisted(Record, frozen=True):
    location_id: int
    carrier: str
    shipment_id: int


class _ManifestRow(Record, frozen=True):
    id: int
    location_id: int
    carrier: str
    shipments: int


class _Listed(Record, frozen=True):
    manifest_id: int
    shipment_id: int


@handles(CloseManifest)
def close_manifests(unit: Unit, commands: Sequence[CloseManifest]) -> list[Decision]:
    """Each manifest lists everything that was handed over since the one before; nothing to list is refused."""
    locations = locations_by_code(unit, sorted({command.location for command in commands}))
    places = [_Place(row.id, command.carrier) for command in commands if (row := locations.get(command.location))]
    waiting: dict[_Place, list[int]] = {}
    if places:
        for found in unit.fetch(SQL.select_unlisted, _Unlisted, places=places):
            waiting.setdefault(_Place(found.location_id, found.carrier), []).append(found.shipment_id)
    manifest_ids = iter(unit.next_ids("delivery_manifest_id_seq", len(waiting)))
    manifests: list[_ManifestRow] = []
    listed: list[_Listed] = []
    decisions: list[Decision] = []
    for command in commands:
        location = locations.get(command.location)
        if location is None:
            decisions.append(Refused(NotFound(what="location", reference=command.location)))
            continue
        shipment_ids = waiting.pop(_Place(location.id, command.carrier), [])
        if not shipment_ids:
            decisions.append(Refused(NothingToList(location=command.location, carrier=command.carrier)))
            continue
        manifest = _ManifestRow(next(manifest_ids), location.id, command.carrier, len(shipment_ids))
        manifests.append(manifest)
        listed += [_Listed(manifest.id, key) for key in shipment_ids]
        decisions.append(_closed(manifest, command, shipment_ids))
    unit.write(SQL.insert_manifests, manifests, now=unit.now)
    unit.write(SQL.list_shipments, listed)
    return decisions


def _closed(manifest: _ManifestRow, command: CloseManifest, shipment_ids: Sequence[int]) -> Done:
    event = ManifestClosed(
        manifest_id=manifest.id,
        location=command.location,
        carrier=command.carrier,
        shipment_ids=tuple(shipment_ids),
    )
    result = ManifestResult(manifest_id=manifest.id, shipments=manifest.shipments)
    return Done(result, (StreamEvent(manifest_stream(manifest.id), event, begins=True),))
