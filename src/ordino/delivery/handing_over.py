"""Goods leave: lines, stock and packages in one go. Every way out of the house leads through here."""

from collections.abc import Collection, Iterable, Sequence

from ordino.delivery.events import ShipmentHandedOver, ShipmentLabeled
from ordino.delivery.problems import OnHold
from ordino.delivery.rows import ShipmentRow
from ordino.engine import Unit
from ordino.fulfillment.rows import FulfilledUnits
from ordino.fulfillment.shipping import mark_shipped, serials_of
from ordino.inventory.leaving import ship_allocated
from ordino.inventory.rows import LeavingRow
from ordino.kernel.messages import Record
from ordino.kernel.problems import Problem, VersionConflict
from ordino.orders.buckets import BucketMove, move
from ordino.orders.decide.blocking import blocks
from ordino.orders.locking import LockedOrder
from ordino.orders.reading import OpenHold


class Leaving(Record, frozen=True):
    """A shipment that leaves, with what it holds."""

    shipment: ShipmentRow
    lines: tuple[FulfilledUnits, ...]


def version_problem(order: LockedOrder, expected_version: int | None) -> Problem | None:
    """Why a command on the order cannot go on that was given for another version of it, or None."""
    if expected_version is None or order.version == expected_version:
        return None
    return VersionConflict(subject=f"Order {order.id}", expected_version=expected_version, found_version=order.version)


def hold_problem(order_id: int, holds: Iterable[OpenHold], line_numbers: Collection[int]) -> Problem | None:
    """Why these lines of the order cannot leave now, or None: a hold covers them (S4)."""
    reasons = [
        hold.reason
        for hold in holds
        if blocks(hold.scope) and (hold.line_number is None or hold.line_number in line_numbers)
    ]
    return OnHold(order_id=order_id, reasons=tuple(reasons)) if reasons else None


def hand_over(unit: Unit, leaving: Sequence[Leaving]) -> None:
    """Move lines from packed to shipped, let the units leave their levels, and close packages and fulfillment orders."""
    if not leaving:
        return
    serials = serials_of(unit, [one.shipment.id for one in leaving])
    move(
        unit,
        [
            BucketMove(one.shipment.order_id, units.line_number, "packed", "shipped", units.quantity)
            for one in leaving
            for units in one.lines
        ],
    )
    ship_allocated(
        unit,
        [
            LeavingRow(
                one.shipment.order_id,
                units.line_number,
                one.shipment.location_id,
                units.sku_id,
                units.quantity,
                shipment_reference(one.shipment.id),
                serials.get((one.shipment.id, units.line_number), ()),
            )
            for one in leaving
            for units in one.lines
        ],
    )
    mark_shipped(unit, [one.shipment.id for one in leaving])


def shipment_reference(shipment_id: int) -> str:
    """How movements of stock name a shipment."""
    return f"shipment/{shipment_id}"


def labeled(shipment: ShipmentRow) -> ShipmentLabeled:
    """That the shipment has its tracking number."""
    return ShipmentLabeled(
        order_id=shipment.order_id,
        shipment_id=shipment.id,
        carrier=shipment.carrier,
        service=shipment.service,
        tracking_number=shipment.tracking_number or "",
    )


def handed_over(shipment: ShipmentRow, location: str, lines: tuple[FulfilledUnits, ...]) -> ShipmentHandedOver:
    """That the shipment has left."""
    return ShipmentHandedOver(
        order_id=shipment.order_id,
        shipment_id=shipment.id,
        fulfillment_order_id=shipment.fulfillment_order_id,
        location_id=shipment.location_id,
        location=location,
        carrier=shipment.carrier,
        service=shipment.service,
        tracking_number=shipment.tracking_number or "",
        lines=lines,
    )
