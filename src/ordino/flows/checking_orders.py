"""Checking orders for fraud, in the same transaction: what is suspicious waits for a person, who lets it go or ends it.

An order is placed, or is sent elsewhere: it is assessed where its channel has rules. Its score reaches the threshold: it is
held with the reasons. It is accepted: the hold is released. It is rejected: the order is canceled, or the verdict is refused
with what keeps it from being canceled.
"""

from ordino.engine import follows
from ordino.fraud.commands import AssessFraud, assess_placed_order
from ordino.fraud.decide.explain import explain
from ordino.fraud.events import FraudReviewed, OrderAssessed
from ordino.kernel.messages import StreamEvent
from ordino.orders.commands import CancelOrder, HoldOrder, ReleaseHolds
from ordino.orders.events import OrderChanged, OrderPlaced

REASON = "fraud"


@follows(OrderPlaced, required=False)
def assess_what_was_placed(happened: StreamEvent) -> AssessFraud | None:
    assert isinstance(happened.event, OrderPlaced)
    return assess_placed_order(happened.event)


@follows(OrderChanged, required=False)
def assess_what_goes_elsewhere(happened: StreamEvent) -> AssessFraud | None:
    changed = happened.event
    assert isinstance(changed, OrderChanged)
    if changed.ship_to is None:
        return None
    channel_id = changed.terms.channel_id if changed.terms is not None else None
    return AssessFraud(order_id=changed.order_id, channel_id=channel_id)


@follows(OrderAssessed, required=True)
def hold_what_is_suspected(happened: StreamEvent) -> HoldOrder | None:
    assessed = happened.event
    assert isinstance(assessed, OrderAssessed)
    if not assessed.suspected:
        return None
    detail = explain(assessed.score, assessed.hold_at, assessed.reasons)
    return HoldOrder(order_id=assessed.order_id, reason=REASON, detail=detail)


@follows(FraudReviewed, required=False)
def release_what_was_accepted(happened: StreamEvent) -> ReleaseHolds | None:
    reviewed = happened.event
    assert isinstance(reviewed, FraudReviewed)
    if reviewed.verdict != "accept":
        return None
    return ReleaseHolds(order_id=reviewed.order_id, reason=REASON, note=reviewed.note)


@follows(FraudReviewed, required=True)
def cancel_what_was_rejected(happened: StreamEvent) -> CancelOrder | None:
    reviewed = happened.event
    assert isinstance(reviewed, FraudReviewed)
    return CancelOrder(order_id=reviewed.order_id, reason=REASON) if reviewed.verdict == "reject" else None
