"""Confirm that shipments arrived or were collected, with the proof."""

from collections.abc import Sequence

from msgspec.structs import replace

from ordino.delivery.commands import ConfirmDelivery
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.handing_over import Leaving, hand_over, handed_over, hold_problem
from ordino.delivery.rows import ShipmentRow
from ordino.delivery.telling import Told, tell_of
from ordino.delivery.tracking import TrackingBook, delivered
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import InvalidInput, Problem
from ordino.orders.buckets import AfterShipping, count_after_shipping
from ordino.orders.reading import open_holds_of


@handles(ConfirmDelivery)
def confirm_delivery(unit: Unit, commands: Sequence[ConfirmDelivery]) -> list[Decision]:
    """Each shipment is delivered; what a customer collects leaves in the same moment."""
    dock = Dock(unit, (command.shipment_id for command in commands))
    holds = open_holds_of(unit, list(dock.orders)) if dock.orders else {}
    book = TrackingBook(unit, dock)
    collected: list[ShipmentRow] = []
    decisions: list[Decision] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, ConfirmDelivery.kind())
        if not isinstance(shipment, Problem):
            shipment = _proof_problem(command, shipment) or shipment
        if not isinstance(shipment, Problem) and shipment.method == "pickup":
            numbers = [units.line_number for units in dock.lines(shipment.id)]
            shipment = hold_problem(shipment.order_id, holds.get(shipment.order_id, ()), numbers) or shipment
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        proven = replace(shipment, how=command.how, signed_by=command.signed_by, photo=command.photo)
        if shipment.method == "pickup":
            collected.append(proven)
            decisions.append(_collect(unit, dock, proven))
        else:
            told = Told(command, "delivered", command.occurred_at or unit.now)
            decisions.append(tell_of(book, told, before=shipment, proven=proven))
    hand_over(unit, [Leaving(shipment, dock.lines(shipment.id)) for shipment in collected])
    _count_collected(unit, dock, collected)
    dock.write()
    book.write()
    return decisions


def _proof_problem(command: ConfirmDelivery, shipment: ShipmentRow) -> Problem | None:
    if (command.how == "collected") != (shipment.method == "pickup"):
        what = "is collected" if shipment.method == "pickup" else "is delivered, not collected"
        return InvalidInput(field="how", reason=f"shipment {shipment.id} {what}.")
    if command.how == "signature" and not command.signed_by.strip():
        return InvalidInput(field="signed_by", reason="say who signed.")
    if command.how == "photo" and not command.photo.strip():
        return InvalidInput(field="photo", reason="give the reference of the photo.")
    if command.occurred_at is not None and command.occurred_at.tzinfo is None:
        return InvalidInput(field="occurred_at", reason="give the time with its zone, like 2026-03-12T14:30:00Z.")
    return None


def _collect(unit: Unit, dock: Dock, shipment: ShipmentRow) -> Done:
    gone = dock.move(replace(shipment, handed_over_at=unit.now, ended_at=unit.now), ConfirmDelivery.kind())
    lines = dock.lines(gone.id)
    return done_with(gone, handed_over(gone, dock.location(gone), lines), delivered(gone, unit.now, lines))


def _count_collected(unit: Unit, dock: Dock, collected: Sequence[ShipmentRow]) -> None:
    count_after_shipping(
        unit,
        [
            AfterShipping(shipment.order_id, units.line_number, delivered=units.quantity)
            for shipment in collected
            for units in dock.lines(shipment.id)
        ],
    )
