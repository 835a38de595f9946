"""Take in what came back undelivered."""

from collections.abc import Mapping, Sequence

from ordino.delivery.commands import ReceiveReturnedShipment
from ordino.delivery.dock import Dock, done_with
from ordino.delivery.events import ReturnedShipmentReceived
from ordino.delivery.handing_over import shipment_reference
from ordino.delivery.rows import ShipmentRow, TrackingRow
from ordino.delivery.tracking import TrackingBook
from ordino.engine import Unit, handles
from ordino.fulfillment.shipping import serials_of
from ordino.inventory.accounts import CUSTOMER
from ordino.inventory.taking_back import GoodsMove, TakingBack
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import Problem

REASON = "returned to sender"


@handles(ReceiveReturnedShipment)
def receive_returned_shipments(unit: Unit, commands: Sequence[ReceiveReturnedShipment]) -> list[Decision]:
    """The units of each shipment stand at the location they left, in the bucket named."""
    dock = Dock(unit, (command.shipment_id for command in commands))
    book = TrackingBook(unit, dock)
    found = [dock.permitted(command.shipment_id, ReceiveReturnedShipment.kind()) for command in commands]
    known = {one.id: one for one in found if not isinstance(one, Problem)}
    serials = serials_of(unit, list(known)) if known else {}
    goods = TakingBack(unit, [move for one in known.values() for move in _moves(dock, one, "available", serials)])
    decisions: list[Decision] = []
    for command in commands:
        shipment = dock.permitted(command.shipment_id, ReceiveReturnedShipment.kind())
        moves = () if isinstance(shipment, Problem) else _moves(dock, shipment, command.bucket, serials)
        if not isinstance(shipment, Problem):
            shipment = goods.problem(moves) or shipment
        if isinstance(shipment, Problem):
            decisions.append(Refused(shipment))
            continue
        after = book.add(shipment, TrackingRow(shipment.id, ReceiveReturnedShipment.kind(), "received_back", unit.now))
        received = ReturnedShipmentReceived(
            order_id=after.order_id,
            shipment_id=after.id,
            location=dock.location(after),
            bucket=command.bucket,
            lines=dock.lines(after.id),
        )
        done = done_with(after, received)
        decisions.append(Done(done.result, (*done.events, *goods.carry_out(moves))))
    goods.write()
    dock.write()
    book.write()
    return decisions


def _moves(
    dock: Dock, shipment: ShipmentRow, bucket: str, serials: Mapping[tuple[int, int], tuple[str, ...]]
) -> tuple[GoodsMove, ...]:
    """The numbered units that left with it come back by their numbers."""
    return tuple(
        [
            GoodsMove(
                sku=units.sku,
                location=dock.location(shipment),
                quantity=units.quantity,
                source=CUSTOMER,
                target=bucket,
                reason=REASON,
                reference=shipment_reference(shipment.id),
                serials=serials.get((shipment.id, units.line_number), ()),
            )
            for units in dock.lines(shipment.id)
        ]
    )
