"""What customers are told, and when. Whether they are told at all, their channel says (`SetNotifications`)."""

from collections.abc import Sequence

from ordino.delivery.events import ShipmentDelivered, ShipmentHandedOver
from ordino.engine import follows, foresees
from ordino.fulfillment.rows import FulfilledUnits
from ordino.notifications.commands import SendNotification
from ordino.notifications.facts import ask_notifying_channels
from ordino.notifications.rows import Facts, NotifiedDelay, NotifiedUnits
from ordino.orders.commands import PlaceOrder
from ordino.orders.events import OrderConfirmed
from ordino.payments.events import PaymentRefunded
from ordino.sourcing.decide.promises import PromiseSlip
from ordino.sourcing.events import AllocationsLost, BackordersFilled, LineResourced, PromisesChanged

foresees(PlaceOrder, lambda unit, _: ask_notifying_channels(unit))


@follows(required=False)
def confirm_the_order(confirmed: OrderConfirmed) -> SendNotification:
    return SendNotification(order_id=confirmed.order_id, occasion="confirmation")


@follows(required=False)
def tell_of_a_delay(
    changed: PromisesChanged | BackordersFilled | LineResourced | AllocationsLost,
) -> SendNotification | None:
    if not changed.slips:
        return None
    delays = tuple(NotifiedDelay(slip.line_number, slip.before, slip.after) for slip in changed.slips)
    return SendNotification(
        order_id=changed.order_id, occasion="delay", reference=_dates(changed.slips), facts=Facts(delays=delays)
    )


@follows(required=False)
def tell_of_a_shipment(shipped: ShipmentHandedOver) -> SendNotification:
    facts = Facts(units=_units(shipped.lines), carrier=shipped.carrier, tracking_number=shipped.tracking_number)
    reference = str(shipped.shipment_id)
    return SendNotification(order_id=shipped.order_id, occasion="shipment", reference=reference, facts=facts)


@follows(required=False)
def tell_of_a_delivery(arrived: ShipmentDelivered) -> SendNotification | None:
    """Who has collected the goods knows it."""
    if arrived.how == "collected":
        return None
    facts = Facts(units=_units(arrived.lines), day=arrived.delivered_at.date())
    reference = str(arrived.shipment_id)
    return SendNotification(order_id=arrived.order_id, occasion="delivery", reference=reference, facts=facts)


@follows(required=False)
def tell_of_a_refund(refunded: PaymentRefunded) -> SendNotification:
    return SendNotification(
        order_id=refunded.order_id,
        occasion="refund",
        reference=f"{refunded.payment_id}/{refunded.refund_id or refunded.amount_minor}",
        facts=Facts(amount_minor=refunded.amount_minor),
    )


def _units(lines: Sequence[FulfilledUnits]) -> tuple[NotifiedUnits, ...]:
    return tuple(NotifiedUnits(units.line_number, units.quantity) for units in lines)


def _dates(slips: Sequence[PromiseSlip]) -> str:
    """The new days, so that the same news is told once and other news again."""
    return ",".join(f"{slip.line_number}:{slip.after or 'unknown'}" for slip in slips)
