"""Give shipments their tracking numbers."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.commands import LabelShipment
from ordino.delivery.decide.tracking_number import tracking_number_of, tracking_number_problem
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.facts import SQL
from ordino.delivery.handing_over import labeled
from ordino.delivery.problems import TrackingNumberTaken
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem


@handles(LabelShipment)
def label_shipments(unit: Unit, commands: Sequence[LabelShipment]) -> list[Decision]:
    """Each shipment gets the number that was given, or one of its own; a number names one shipment."""
    dock = Dock(unit, (command.shipment_id for command in commands))
    given = sorted({command.tracking_number for command in commands if command.tracking_number})
    taken = set(unit.fetch_values(SQL.select_taken_tracking_numbers, tracking_numbers=given)) if given else set()
    decisions: list[Decision] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, LabelShipment.kind())
        number = command.tracking_number
        if not isinstance(shipment, Problem):
            number = number or tracking_number_of(shipment.id)
            shipment = _number_problem(number, taken) or shipment
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        taken.add(number)
        shipment = replace(shipment, tracking_number=number, labeled_at=unit.now)
        decisions.append(done_with(dock.move(shipment, LabelShipment.kind()), labeled(shipment)))
    dock.write()
    return decisions


def _number_problem(number: str, taken: set[str]) -> Problem | None:
    return TrackingNumberTaken(tracking_number=number) if number in taken else tracking_number_problem(number)
