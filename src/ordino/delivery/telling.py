"""What people say of shipments that are on their way: it counts as a carrier's message does."""

from collections.abc import Sequence
from datetime import datetime

from ordino.delivery.commands import OnShipment
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.rows import ShipmentRow, TrackingRow
from ordino.delivery.tracking import TrackingBook
from ordino.engine import Unit
from ordino.kernel.messages import Decision, Done, Record, Refused
from ordino.kernel.problems import Problem


class Told(Record, frozen=True):
    """Somebody says that a shipment has this status since this time."""

    command: OnShipment
    status: str
    occurred_at: datetime
    detail: str = ""


def tell(unit: Unit, told: Sequence[Told]) -> list[Decision]:
    """Record what was said of each shipment; refused where its state does not permit the command."""
    dock = Dock(unit, (one.command.shipment_id for one in told))
    book = TrackingBook(unit, dock)
    decisions: list[Decision] = []
    for one in told:
        shipment = dock.permitted(one.command.shipment_id, one.command.kind())
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
        else:
            decisions.append(tell_of(book, one, before=shipment, proven=shipment))
    dock.write()
    book.write()
    return decisions


def tell_of(book: TrackingBook, told: Told, *, before: ShipmentRow, proven: ShipmentRow) -> Done:
    """Record it of one shipment: `proven` is the shipment with the proof that came with it."""
    row = TrackingRow(before.id, told.command.kind(), told.status, told.occurred_at, told.detail)
    after = book.add(proven, row)
    return done_with(after, *book.outcome(before, after))
