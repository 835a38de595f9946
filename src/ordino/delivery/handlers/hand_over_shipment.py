"""Hand labeled shipments over: the goods leave."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.commands import HandOverShipment
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.handing_over import Leaving, hand_over, handed_over, hold_problem, version_problem
from ordino.delivery.tracking import TrackingBook
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.orders.reading import open_holds_of


@handles(HandOverShipment)
def hand_over_shipments(unit: Unit, commands: Sequence[HandOverShipment]) -> list[Decision]:
    """Each shipment leaves; what its carrier has said of it already counts from now on."""
    dock = Dock(unit, (command.shipment_id for command in commands))
    holds = open_holds_of(unit, list(dock.orders)) if dock.orders else {}
    book = TrackingBook(unit, dock)
    leaving: list[Leaving] = []
    decisions: list[Decision] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, HandOverShipment.kind())
        if not isinstance(shipment, Problem):
            order, numbers = dock.orders[shipment.order_id], [units.line_number for units in dock.lines(shipment.id)]
            shipment = (
                version_problem(order, command.expected_version)
                or hold_problem(order.id, holds.get(order.id, ()), numbers)
                or shipment
            )
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        gone = dock.move(replace(shipment, handed_over_at=unit.now), HandOverShipment.kind())
        leaving.append(Leaving(gone, dock.lines(gone.id)))
        after = book.settle(gone)
        event = handed_over(gone, dock.location(gone), dock.lines(gone.id))
        decisions.append(done_with(after, event, *book.outcome(gone, after)))
    hand_over(unit, leaving)
    dock.write()
    book.write()
    return decisions
