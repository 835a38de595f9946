"""Warehouse workers: plan, pick and find too little, pack, and let packages go; some locations refuse."""

from collections.abc import Sequence

from ordino.delivery.commands import (
    CreateShipment,
    HandOverShipment,
    LabelShipment,
    PerformServices,
    ShipPackages,
    VoidShipment,
)
from ordino.fulfillment.commands import (
    PackPackage,
    PickUnits,
    PlanFulfillment,
    RecallFulfillment,
    RejectFulfillment,
    ReleaseFulfillment,
    UnpackPackage,
)
from ordino.fulfillment.rows import PickedUnits
from ordino.kernel.messages import Command
from ordino.simulation.runs.book import Work
from ordino.simulation.runs.turn import Turn


def plan(turn: Turn) -> Sequence[Command]:
    at_once = turn.happens(80)
    return [
        PlanFulfillment(order_id=work.key, release=at_once, method="pickup" if turn.happens(6) else "ship")
        for work in turn.pick(turn.book.to_plan)
    ]


def release(turn: Turn) -> Sequence[Command]:
    return [ReleaseFulfillment(fulfillment_order_id=work.key) for work in turn.pick(turn.book.planned)]


def pick(turn: Turn) -> Sequence[Command]:
    return [
        PickUnits(fulfillment_order_id=work.key, lines=_found(turn, work) if turn.happens(12) else ())
        for work in turn.pick(turn.book.to_pick)
    ]


def _found(turn: Turn, work: Work) -> tuple[PickedUnits, ...]:
    """The shelf holds less than the books say."""
    found = []
    for number, quantity in work.lines:
        short = turn.dice.randint(0, quantity)
        found.append(PickedUnits(line_number=number, picked=quantity - short, short=short))
    return tuple(found)


def refuse(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.to_pick, 2)
    return [RejectFulfillment(fulfillment_order_id=work.key, reason="no staff today") for work in works]


def recall(turn: Turn) -> Sequence[Command]:
    works = turn.pick(turn.book.to_pack, 2)
    return [RecallFulfillment(fulfillment_order_id=work.key, reason="customer called") for work in works]


def pack(turn: Turn) -> Sequence[Command]:
    return [PackPackage(fulfillment_order_id=work.key) for work in turn.pick(turn.book.to_pack)]


def unpack(turn: Turn) -> Sequence[Command]:
    return [UnpackPackage(package_id=work.key) for work in turn.pick(turn.book.packed, 1)]


def ship(turn: Turn) -> Sequence[Command]:
    """Packages leave at once: service, label and hand-over in one."""
    return [ShipPackages(package_ids=(work.key,)) for work in turn.pick(turn.book.packed)]


def create_shipments(turn: Turn) -> Sequence[Command]:
    return [CreateShipment(package_ids=(work.key,)) for work in turn.pick(turn.book.packed, 12)]


def label(turn: Turn) -> Sequence[Command]:
    return [LabelShipment(shipment_id=work.key) for work in turn.pick(turn.book.to_label)]


def void(turn: Turn) -> Sequence[Command]:
    return [VoidShipment(shipment_id=work.key, reason="wrong box") for work in turn.pick(turn.book.to_hand_over, 1)]


def hand_over(turn: Turn) -> Sequence[Command]:
    return [HandOverShipment(shipment_id=work.key) for work in turn.pick(turn.book.to_hand_over)]


def perform_services(turn: Turn) -> Sequence[Command]:
    """Asked of many orders; few have services, and the others refuse."""
    return [PerformServices(order_id=work.key) for work in turn.pick(turn.book.open_orders, 12, keep=True)]
