"""What needs a person: everything that comes otherwise than agreed becomes a work item with an owner and a due time."""

from ordino.engine import follows
from ordino.exceptions.commands import RaiseException
from ordino.kernel.messages import StreamEvent
from ordino.notifications.events import NotificationFailed
from ordino.sourcing.events import AllocationsLost, BackordersFilled, LineResourced, PromisesChanged


@follows(AllocationsLost, required=False)
def look_for_units_that_were_counted_away(happened: StreamEvent) -> RaiseException:
    lost = happened.event
    assert isinstance(lost, AllocationsLost)
    units = ", ".join(f"{one.quantity} of line {one.line_number}" for one in lost.lost)
    return RaiseException(
        exception_kind="count_shortfall",
        subject=f"order/{lost.order_id}",
        order_id=lost.order_id,
        detail=f"A count found too little; the order waits again for {units}.",
    )


@follows(PromisesChanged, required=False)
@follows(BackordersFilled, required=False)
@follows(LineResourced, required=False)
def look_at_promises_that_slip(happened: StreamEvent) -> RaiseException | None:
    changed = happened.event
    assert isinstance(changed, PromisesChanged | BackordersFilled | LineResourced)
    if not changed.slips:
        return None
    slips = ", ".join(
        f"line {slip.line_number} from {slip.before or 'no date'} to {slip.after or 'no date'}"
        for slip in changed.slips
    )
    return RaiseException(
        exception_kind="promise_late",
        subject=f"order/{changed.order_id}",
        order_id=changed.order_id,
        detail=f"Comes later than promised: {slips}.",
    )


@follows(NotificationFailed, required=False)
def reach_the_customer_in_another_way(happened: StreamEvent) -> RaiseException:
    failed = happened.event
    assert isinstance(failed, NotificationFailed)
    return RaiseException(
        exception_kind="message_failed",
        subject=f"message/{failed.message_id}",
        order_id=failed.order_id,
        detail=f"The customer did not get the message ({failed.occasion}): {failed.reason}",
    )
