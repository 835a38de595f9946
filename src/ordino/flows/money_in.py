"""How money comes in and what it lets go on, in the same transaction.

An order is covered: it need not wait for a payment any more. It is not covered any more: it waits. It changes or ends: what was
captured beyond what is due goes back, and what an ended order had set aside is given up.
"""

from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.kernel.money import Money
from ordino.orders.commands import HoldOrder, ReleaseHolds
from ordino.orders.events import OrderCanceled, OrderChanged, OrderExpired
from ordino.payments.commands import SettleBalance
from ordino.payments.events import PaymentAuthorized, PaymentCaptured, PaymentCovered, PaymentMissing

PAYMENT = "payment"


@follows(PaymentCovered, required=False)
def let_a_covered_order_go_on(happened: StreamEvent) -> ReleaseHolds:
    assert isinstance(happened.event, PaymentCovered)
    return ReleaseHolds(order_id=happened.event.order_id, reason=PAYMENT, note="covered")


@follows(PaymentMissing, required=False)
def let_an_order_wait_for_what_is_missing(happened: StreamEvent) -> HoldOrder | None:
    missing = happened.event
    assert isinstance(missing, PaymentMissing)
    if missing.held:
        return None
    detail = f"{Money(missing.missing_minor, missing.currency)} are neither authorized nor captured."
    return HoldOrder(order_id=missing.order_id, reason=PAYMENT, detail=detail)


@follows(OrderChanged, required=True)
@follows(OrderCanceled, required=True)
@follows(OrderExpired, required=True)
def settle_what_an_order_comes_to_now(happened: StreamEvent) -> SettleBalance | None:
    changed = happened.event
    assert isinstance(changed, OrderChanged | OrderCanceled | OrderExpired)
    if isinstance(changed, OrderChanged) and changed.total_minor_before == changed.total_minor_after:
        return None
    return SettleBalance(order_id=changed.order_id)


@follows(PaymentCaptured, required=False)
@follows(PaymentAuthorized, required=False)
def give_back_what_came_too_late(happened: StreamEvent) -> SettleBalance | None:
    came = happened.event
    assert isinstance(came, PaymentCaptured | PaymentAuthorized)
    too_late = came.excess_minor > 0 if isinstance(came, PaymentCaptured) else came.unneeded
    return SettleBalance(order_id=came.order_id) if too_late else None
