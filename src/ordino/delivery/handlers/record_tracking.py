"""Record what carriers say: in any order, as often as they like."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.commands import RecordTracking
from ordino.delivery.dock import Dock, done_with, result_of
from ordino.delivery.events import TrackingRecorded
from ordino.delivery.facts import SQL
from ordino.delivery.rows import ShipmentRow, TrackingRow
from ordino.delivery.tracking import TrackingBook
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused
from ordino.kernel.problems import InvalidInput, NotFound, Problem


class _Named(Record, frozen=True):
    tracking_number: str
    shipment_id: int


@handles(RecordTracking)
def record_tracking(unit: Unit, commands: Sequence[RecordTracking]) -> list[Decision]:
    """Each message counts once and never moves its shipment back."""
    numbers = sorted({command.tracking_number for command in commands if command.tracking_number})
    found = unit.fetch(SQL.select_shipments_by_tracking_number, _Named, tracking_numbers=numbers) if numbers else []
    by_number = {row.tracking_number: row.shipment_id for row in found}
    ids = [by_number.get(command.tracking_number, command.shipment_id) for command in commands]
    dock = Dock(unit, [key for key in ids if key is not None])
    book = TrackingBook(unit, dock)
    decisions: list[Decision] = []
    for command, shipment_id in zip(commands, ids, strict=True):
        shipment = _problem(command, shipment_id) or dock.permitted(shipment_id, RecordTracking.kind(), command.status)
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        event_id = command.event_id or f"{command.status}@{command.occurred_at.isoformat()}"
        if book.knows(shipment, event_id):
            decisions.append(Known(result_of(shipment)))
            continue
        decisions.append(_record(book, shipment, command, event_id))
    dock.write()
    book.write()
    return decisions


def _problem(command: RecordTracking, shipment_id: int | None) -> Problem | None:
    if command.occurred_at.tzinfo is None:
        return InvalidInput(field="occurred_at", reason="give the time with its zone, like 2026-03-12T14:30:00Z.")
    if (command.tracking_number == "") == (command.shipment_id is None):
        return InvalidInput(field="tracking_number", reason="name the shipment by its tracking number or by its key.")
    if shipment_id is None:
        return NotFound(what="shipment with tracking number", reference=command.tracking_number)
    return None


def _record(book: TrackingBook, shipment: ShipmentRow, command: RecordTracking, event_id: str) -> Done:
    row = TrackingRow(shipment.id, event_id, command.status, command.occurred_at, command.detail, command.place)
    proof = {"how": "signature" if command.signed_by else "carrier", "signed_by": command.signed_by}
    told = replace(shipment, **proof) if command.status == "delivered" and shipment.state != "delivered" else shipment
    after = book.add(told, row)
    said = TrackingRecorded(
        order_id=after.order_id,
        shipment_id=after.id,
        event_id=event_id,
        status=command.status,
        occurred_at=command.occurred_at,
        state=after.state,
        detail=command.detail,
        place=command.place,
    )
    return done_with(after, said, *book.outcome(shipment, after))
