"""E6 for shipments: where they are and what became of shipped units by the journal, beside the tables."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from ordino.delivery.decide.track import Standing, TrackingMessage, state_of
from ordino.kernel.messages import Record
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot


class _ShipmentRow(Record, frozen=True):
    order_id: int
    id: int
    state: str


class _StandingRow(Record, frozen=True):
    order_id: int
    number: int
    delivered: int
    written_off: int


class _MessageRow(Record, frozen=True):
    """A message about a shipment in a state after its hand-over; without any, its name is null."""

    shipment_id: int
    state: str
    event_id: str | None
    status: str | None
    occurred_at: datetime | None

    def messages(self) -> Iterator[TrackingMessage]:
        if self.event_id is not None and self.status is not None and self.occurred_at is not None:
            yield TrackingMessage(self.event_id, self.status, self.occurred_at)


def compare_shipments(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Shipments that are elsewhere than the journal brought them, or that it does not know."""
    rows = snapshot.reader.fetch(SQL.select_shipment_states, _ShipmentRow, first=orders.first, last=orders.last)
    stored = {row.id: row.state for row in rows}
    folded = {
        key: shipment.state
        for order in snapshot.journal.orders(orders).values()
        for key, shipment in order.deliveries.shipments.items()
    }
    for key in sorted(stored.keys() | folded.keys()):
        expected, found = folded.get(key, "none"), stored.get(key, "none")
        if expected != found:
            yield Finding(f"shipment {key}", "state", expected, found)


def compare_standings(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Lines that count other units as delivered or written off than the journal does."""
    rows = snapshot.reader.fetch(SQL.select_standings, _StandingRow, first=orders.first, last=orders.last)
    folded = {
        (order.order_id, number): standing
        for order in snapshot.journal.orders(orders).values()
        for number, standing in order.deliveries.standings().items()
    }
    for row in rows:
        expected = folded.get((row.order_id, row.number), Standing(0, 0))
        thing = f"order {row.order_id} line {row.number}"
        if expected.delivered != row.delivered:
            yield Finding(thing, "delivered", str(expected.delivered), str(row.delivered))
        if expected.written_off != row.written_off:
            yield Finding(thing, "written_off", str(expected.written_off), str(row.written_off))


def compare_tracking(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Shipments that are elsewhere than their messages, in whatever order they came, say."""
    rows = snapshot.reader.fetch(SQL.select_tracked_shipments, _MessageRow, first=orders.first, last=orders.last)
    for key, group in groupby(rows, key=lambda row: row.shipment_id):
        of_shipment = list(group)
        expected = state_of(message for row in of_shipment for message in row.messages())
        if expected != of_shipment[0].state:
            yield Finding(f"shipment {key}", "state", expected, of_shipment[0].state)
