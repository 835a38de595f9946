"""What customers are told, and when. Whether they are told at all, their channel says (`SetNotifications`)."""

from collections.abc import Sequence

from ordino.engine import follows
from ordino.kernel.messages import StreamEvent
from ordino.notifications.commands import SendNotification
from ordino.notifications.rows import Facts, NotifiedDelay
from ordino.orders.events import OrderConfirmed
from ordino.sourcing.decide.promises import PromiseSlip
from ordino.sourcing.events import AllocationsLost, BackordersFilled, LineResourced, PromisesChanged


@follows(OrderConfirmed, required=False)
def confirm_the_order(happened: StreamEvent) -> SendNotification:
    assert isinstance(happened.event, OrderConfirmed)
    return SendNotification(order_id=happened.event.order_id, occasion="confirmation")


@follows(PromisesChanged, required=False)
@follows(BackordersFilled, required=False)
@follows(LineResourced, required=False)
@follows(AllocationsLost, required=False)
def tell_of_a_delay(happened: StreamEvent) -> SendNotification | None:
    changed = happened.event
    assert isinstance(changed, PromisesChanged | BackordersFilled | LineResourced | AllocationsLost)
    if not changed.slips:
        return None
    delays = tuple(NotifiedDelay(slip.line_number, slip.before, slip.after) for slip in changed.slips)
    return SendNotification(
        order_id=changed.order_id, occasion="delay", reference=_dates(changed.slips), facts=Facts(delays=delays)
    )


def _dates(slips: Sequence[PromiseSlip]) -> str:
    """The new days, so that the same news is told once and other news again."""
    return ",".join(f"{slip.line_number}:{slip.after or 'unknown'}" for slip in slips)
