"""What becomes of goods that never arrive: the order waits for somebody's decision, and goes on with it.

A shipment is lost, or comes back undelivered: the order is not complete before it is decided (a hold that keeps nothing else from
going on), and the decision is somebody's work (`raising_exceptions`). It is settled: money goes back, or the same goods go out
again for nothing, or it is left at that; the hold and the work end. The parcel turns up: they end as well.
"""

from ordino.billing.commands import IssueCreditNote
from ordino.billing.rows import CreditedUnits
from ordino.delivery.events import LostShipmentSettled, ShipmentDelivered, ShipmentLost, ShipmentReturnedToSender
from ordino.engine import follows
from ordino.exceptions.commands import ResolveExceptionAbout
from ordino.orders.commands import HoldOrder, PlaceOrder, ReleaseHolds

REASON = "shipment_lost"
SOMEBODYS_WORK = ("shipment_lost", "returned_to_sender")


@follows(required=False)
def wait_for_a_decision(missing: ShipmentLost | ShipmentReturnedToSender) -> HoldOrder:
    return HoldOrder(
        order_id=missing.order_id,
        reason=REASON,
        detail=_about(missing.shipment_id),
        scope="return",
        owner="customer service",
    )


@follows(required=True)
def refund_what_was_lost(settled: LostShipmentSettled) -> IssueCreditNote | None:
    if settled.decision != "refund":
        return None
    return IssueCreditNote(
        order_id=settled.order_id,
        lines=tuple(CreditedUnits(units.line_number, units.quantity) for units in settled.lines),
        charges=settled.charges,
        reason="lost",
        pay_out="original",
    )


@follows(required=True)
def send_again_what_was_lost(settled: LostShipmentSettled) -> PlaceOrder | None:
    return settled.order


@follows(required=True)
def let_the_order_end(settled: LostShipmentSettled) -> ReleaseHolds:
    about = _about(settled.shipment_id)
    return ReleaseHolds(order_id=settled.order_id, reason=REASON, detail=about, note=settled.decision)


@follows(required=False)
def end_the_work(settled: LostShipmentSettled) -> tuple[ResolveExceptionAbout, ...]:
    return _resolved(settled.shipment_id, f"{settled.decision}. {settled.note}".strip())


@follows(required=False)
def go_on_with_what_turned_up(arrived: ShipmentDelivered) -> ReleaseHolds | None:
    if not arrived.was_lost:
        return None
    about = _about(arrived.shipment_id)
    return ReleaseHolds(order_id=arrived.order_id, reason=REASON, detail=about, note="delivered after all")


@follows(required=False)
def end_the_work_on_what_turned_up(arrived: ShipmentDelivered) -> tuple[ResolveExceptionAbout, ...]:
    return _resolved(arrived.shipment_id, "delivered after all") if arrived.was_lost else ()


def _about(shipment_id: int) -> str:
    return f"Shipment {shipment_id}: it is to be decided what becomes of what did not arrive."


def _resolved(shipment_id: int, note: str) -> tuple[ResolveExceptionAbout, ...]:
    subject = f"shipment/{shipment_id}"
    return tuple(ResolveExceptionAbout(exception_kind=kind, subject=subject, note=note) for kind in SOMEBODYS_WORK)
