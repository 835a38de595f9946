"""The shipments that a batch names, with their orders and contents: locked, and as they are after what was done so far."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ordino.delivery.commands import ShipmentResult
from ordino.delivery.facts import SQL
from ordino.delivery.lifecycle import SHIPMENT
from ordino.delivery.rows import ShipmentLineRow, ShipmentRow
from ordino.engine import Unit
from ordino.fulfillment.rows import FulfilledUnits
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Done, Event, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.network.queries import locations_by_id
from ordino.orders.events import order_stream
from ordino.orders.locking import lock_orders


class Dock:
    """Locks the orders of the shipments, then the shipments, each in the order of their keys: five statements."""

    def __init__(self, unit: Unit, shipment_ids: Iterable[int]) -> None:
        self._unit = unit
        ids = possible_keys(shipment_ids)
        order_ids = unit.fetch_values(SQL.select_orders_of_shipments, shipment_ids=ids) if ids else []
        self.orders = lock_orders(unit, order_ids) if order_ids else {}
        rows = unit.fetch(SQL.lock_shipments, ShipmentRow, shipment_ids=ids) if order_ids else []
        self._shipments = {row.id: row for row in rows}
        self._lines = lines_of_shipments(unit, list(self._shipments))
        locations = locations_by_id(unit, sorted({row.location_id for row in rows})) if rows else {}
        self._location = {key: row.code for key, row in locations.items()}
        self._changed: set[int] = set()

    @property
    def shipment_ids(self) -> list[int]:
        return list(self._shipments)

    def lines(self, shipment_id: int) -> tuple[FulfilledUnits, ...]:
        return self._lines[shipment_id]

    def location(self, shipment: ShipmentRow) -> str:
        return self._location[shipment.location_id]

    def permitted(self, shipment_id: int | None, command: str, case: str = "") -> ShipmentRow | Problem:
        """The shipment, or why the command on it cannot go on: unknown, or not possible in its state."""
        shipment = self._shipments.get(shipment_id or 0)
        if shipment is None:
            return NotFound(what="shipment", reference=str(shipment_id))
        if SHIPMENT.target(shipment.state, command, case) is None:
            return StateRefuses(
                subject=f"Shipment {shipment.id}",
                state=shipment.state,
                command=command,
                permitted=SHIPMENT.permitted(shipment.state),
            )
        return shipment

    def move(self, shipment: ShipmentRow, command: str) -> ShipmentRow:
        """The shipment in the state the command leads to, kept."""
        target = SHIPMENT.target(shipment.state, command)
        assert target is not None
        return self.keep(replace(shipment, state=target))

    def keep(self, shipment: ShipmentRow) -> ShipmentRow:
        self._shipments[shipment.id] = shipment
        self._changed.add(shipment.id)
        return shipment

    def write(self) -> None:
        """Write what has changed: one statement."""
        self._unit.write(SQL.update_shipments, [self._shipments[key] for key in sorted(self._changed)])


def lines_of_shipments(unit: Unit, shipment_ids: Sequence[int]) -> dict[int, tuple[FulfilledUnits, ...]]:
    """What the shipments hold."""
    lines: dict[int, tuple[FulfilledUnits, ...]] = {}
    if shipment_ids:
        for row in unit.fetch(SQL.select_lines_of_shipments, ShipmentLineRow, shipment_ids=list(shipment_ids)):
            lines[row.shipment_id] = (*lines.get(row.shipment_id, ()), row.units())
    return lines


def result_of(shipment: ShipmentRow) -> ShipmentResult:
    """The shipment as an answer."""
    return ShipmentResult(
        shipment_id=shipment.id,
        order_id=shipment.order_id,
        state=shipment.state,
        carrier=shipment.carrier,
        service=shipment.service,
        tracking_number=shipment.tracking_number or "",
        cost_minor=shipment.cost_minor,
        currency=shipment.currency,
    )


def done_with(shipment: ShipmentRow, *events: Event) -> Done:
    """The shipment as it stands now, and what happened to it."""
    stream = order_stream(shipment.order_id)
    return Done(result_of(shipment), tuple([StreamEvent(stream, event) for event in events]))
