"""Checking orders for fraud, in the same transaction: what is suspicious waits for a person, who lets it go or ends it.

An order is placed, or is sent elsewhere: it is assessed where its channel has rules. Its score reaches the threshold: it is
held with the reasons. It is accepted: the hold is released. It is rejected: the order is canceled, or the verdict is refused
with what keeps it from being canceled.
"""

from ordino.engine import follows, foresees
from ordino.fraud.commands import AssessFraud, assess_placed_order
from ordino.fraud.decide.explain import explain
from ordino.fraud.events import FraudReviewed, OrderAssessed
from ordino.fraud.facts import ask_policies
from ordino.orders.commands import CancelOrder, HoldOrder, PlaceOrder, ReleaseHolds
from ordino.orders.events import OrderChanged, OrderPlaced

REASON = "fraud"

foresees(PlaceOrder, lambda unit, _: ask_policies(unit))


@follows(required=False)
def assess_what_was_placed(placed: OrderPlaced) -> AssessFraud | None:
    return assess_placed_order(placed)


@follows(required=False)
def assess_what_goes_elsewhere(changed: OrderChanged) -> AssessFraud | None:
    if changed.ship_to is None:
        return None
    channel_id = changed.terms.channel_id if changed.terms is not None else None
    return AssessFraud(order_id=changed.order_id, channel_id=channel_id)


@follows(required=True)
def hold_what_is_suspected(assessed: OrderAssessed) -> HoldOrder | None:
    if not assessed.suspected:
        return None
    detail = explain(assessed.score, assessed.hold_at, assessed.reasons)
    return HoldOrder(order_id=assessed.order_id, reason=REASON, detail=detail)


@follows(required=False)
def release_what_was_accepted(reviewed: FraudReviewed) -> ReleaseHolds | None:
    if reviewed.verdict != "accept":
        return None
    return ReleaseHolds(order_id=reviewed.order_id, reason=REASON, note=reviewed.note)


@follows(required=True)
def cancel_what_was_rejected(reviewed: FraudReviewed) -> CancelOrder | None:
    return CancelOrder(order_id=reviewed.order_id, reason=REASON) if reviewed.verdict == "reject" else None
