"""Give shipments their tracking numbers."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.buying import OpenLabels, ask_for_labels, is_outside
from ordino.delivery.commands import LabelShipment
from ordino.delivery.decide.tracking_number import tracking_number_of, tracking_number_problem
from ordino.delivery.dock import Dock, done_with, result_of
from ordino.delivery.facts import SQL
from ordino.delivery.handing_over import labeled
from ordino.delivery.problems import LabelBeingBought, TrackingNumberTaken
from ordino.delivery.rows import ShipmentRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Known, Refused
from ordino.kernel.problems import Problem


@handles(LabelShipment)
def label_shipments(unit: Unit, commands: Sequence[LabelShipment]) -> list[Decision]:
    """Each shipment gets the number that was given, or one of its own; a number names one shipment.

    A carrier outside is asked for its label, once, and the shipment stays as it is until the carrier has answered.
    """
    dock = Dock(unit, (command.shipment_id for command in commands))
    labels = OpenLabels(unit, dock.shipment_ids)
    given = sorted({command.tracking_number for command in commands if command.tracking_number})
    taken = set(unit.fetch_values(SQL.select_taken_tracking_numbers, tracking_numbers=given)) if given else set()
    asked: dict[int, ShipmentRow] = {}
    decisions: list[Decision | ShipmentRow] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, LabelShipment.kind())
        if not isinstance(shipment, Problem) and is_outside(shipment) and not command.tracking_number:
            if shipment.id in asked or labels.of(shipment.id) is not None:
                decisions.append(Known(result_of(shipment)))
            else:
                asked[shipment.id] = shipment
                decisions.append(shipment)
            continue
        number = command.tracking_number
        if not isinstance(shipment, Problem):
            number = number or tracking_number_of(shipment.id)
            shipment = _being_bought(shipment, labels) or _number_problem(number, taken) or shipment
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        taken.add(number)
        shipment = replace(shipment, tracking_number=number, labeled_at=unit.now)
        decisions.append(done_with(dock.move(shipment, LabelShipment.kind()), labeled(shipment)))
    dock.write()
    requested = ask_for_labels(unit, list(asked.values()))
    return [done_with(one, requested[one.id]) if isinstance(one, ShipmentRow) else one for one in decisions]


def _being_bought(shipment: ShipmentRow, labels: OpenLabels) -> Problem | None:
    if labels.of(shipment.id) is None:
        return None
    return LabelBeingBought(shipment_id=shipment.id, carrier=shipment.carrier)


def _number_problem(number: str, taken: set[str]) -> Problem | None:
    return TrackingNumberTaken(tracking_number=number) if number in taken else tracking_number_problem(number)
