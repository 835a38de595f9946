"""Ship packages in one step: made, labeled and handed over; the fast way for waves."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ordino.delivery.buying import ask_for_labels, is_outside
from ordino.delivery.commands import ShipPackages
from ordino.delivery.decide.tracking_number import tracking_number_of
from ordino.delivery.dock import done_with
from ordino.delivery.events import LabelRequested
from ordino.delivery.facts import SQL
from ordino.delivery.handing_over import Leaving, hand_over, handed_over, hold_problem, labeled, version_problem
from ordino.delivery.lifecycle import SHIPMENT
from ordino.delivery.making import NewShipment, PackingTable, Wanted, write_new_shipments
from ordino.engine import Unit, handles
from ordino.inventory.codes import possible_keys
from ordino.kernel.messages import Decision, Record, Refused
from ordino.kernel.problems import Problem
from ordino.orders.reading import open_holds_of


class _Packed(Record, frozen=True):
    fulfillment_order_id: int
    package_id: int


@handles(ShipPackages)
def ship_packages(unit: Unit, commands: Sequence[ShipPackages]) -> list[Decision]:
    """What our carriers take leaves at once; a carrier outside is asked for its label; a pickup is ready to be collected."""
    wanted = _wanted(unit, commands)
    table = PackingTable(unit, wanted)
    holds = open_holds_of(unit, list(table.orders)) if table.orders else {}
    made: list[NewShipment] = []
    decisions: list[Decision | NewShipment] = []
    for command, one in zip(commands, wanted, strict=True):
        shipment = table.make(one)
        if not isinstance(shipment, Problem):
            order, numbers = table.orders[shipment.row.order_id], [units.line_number for units in shipment.lines]
            shipment = (
                version_problem(order, command.expected_version)
                or hold_problem(order.id, holds.get(order.id, ()), numbers)
                or shipment
            )
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        shipment = _sent_off(unit, shipment)
        made.append(shipment)
        decisions.append(shipment)
    write_new_shipments(unit, made)
    hand_over(unit, [Leaving(one.row, one.lines) for one in made if one.row.handed_over_at is not None])
    requested = ask_for_labels(unit, [one.row for one in made if is_outside(one.row)])
    return [_told(one, requested) if isinstance(one, NewShipment) else one for one in decisions]


def _wanted(unit: Unit, commands: Sequence[ShipPackages]) -> list[Wanted]:
    """The packages of each command; those of a fulfillment order are the ones that stand packed in it."""
    ids = possible_keys(command.fulfillment_order_id or 0 for command in commands)
    packed: dict[int, tuple[int, ...]] = {}
    if ids:
        for row in unit.fetch(SQL.select_packed_packages, _Packed, fulfillment_order_ids=ids):
            packed[row.fulfillment_order_id] = (*packed.get(row.fulfillment_order_id, ()), row.package_id)
    return [
        Wanted(
            command.package_ids or packed.get(command.fulfillment_order_id or 0, ()), command.carrier, command.service
        )
        for command in commands
    ]


def _sent_off(unit: Unit, made: NewShipment) -> NewShipment:
    """The shipment as it is after its label and its hand-over; without them where these wait for somebody."""
    if made.row.method == "pickup" or is_outside(made.row):
        return made
    state = SHIPMENT.target("labeled", "HandOverShipment")
    assert state is not None
    row = replace(
        made.row,
        state=state,
        tracking_number=tracking_number_of(made.row.id),
        labeled_at=unit.now,
        handed_over_at=unit.now,
    )
    return replace(made, row=row)


def _told(made: NewShipment, requested: Mapping[int, LabelRequested]) -> Decision:
    if made.row.id in requested:
        return done_with(made.row, made.created, requested[made.row.id])
    if made.row.method == "pickup":
        return done_with(made.row, made.created)
    return done_with(
        made.row, made.created, labeled(made.row), handed_over(made.row, made.created.location, made.lines)
    )
