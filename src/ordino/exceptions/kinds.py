"""What is known about a kind of exception: what to do, who does it, by when. A command may say otherwise."""

from collections.abc import Mapping
from datetime import timedelta

from ordino.kernel.messages import Record

WAREHOUSE, FINANCE, SERVICE = "warehouse", "finance", "customer service"


class Kind(Record, frozen=True):
    """The suggested next step, the owner it goes to at first, and the time there is."""

    suggested_step: str
    owner: str
    within: timedelta


UNKNOWN = Kind("Look at it and decide.", SERVICE, timedelta(days=1))
KINDS: Mapping[str, Kind] = {
    "shipment_lost": Kind(
        "Claim it from the carrier; settle it: refund, send again, or leave it.", SERVICE, timedelta(days=1)
    ),
    "returned_to_sender": Kind(
        "Ask the customer for a good address; send again or refund.", SERVICE, timedelta(days=1)
    ),
    "delivery_failed": Kind("See that the customer can receive the next attempt.", SERVICE, timedelta(days=1)),
    "label_refused": Kind(
        "Correct the address or the parcel, or choose another service; then buy the label again.",
        WAREHOUSE,
        timedelta(hours=4),
    ),
    "label_unanswered": Kind(
        "Find out from the carrier whether the label was bought; then void the shipment and ship its packages again.",
        WAREHOUSE,
        timedelta(hours=4),
    ),
    "call_unanswered": Kind("Find out from whom was called what became of it.", FINANCE, timedelta(hours=4)),
    "label_not_refunded": Kind("Ask the carrier for the price of the label.", FINANCE, timedelta(days=7)),
    "capture_failed": Kind("Ask the customer for another way to pay.", FINANCE, timedelta(hours=4)),
    "payment_missing": Kind(
        "Ask the customer for a new authorization; what is open is then taken by itself.", FINANCE, timedelta(hours=4)
    ),
    "overpaid": Kind(
        "Let a change of the order or store credit use it, or resolve this: what is too much goes back.",
        FINANCE,
        timedelta(days=1),
    ),
    "refund_failed": Kind("Refund in another way.", FINANCE, timedelta(hours=4)),
    "payment_disputed": Kind("Send the gateway the evidence before its deadline.", FINANCE, timedelta(days=3)),
    "invoice_overdue": Kind("Remind the customer.", FINANCE, timedelta(days=7)),
    "short_pick": Kind("Look for the units; tell the customer if the promise breaks.", WAREHOUSE, timedelta(hours=4)),
    "promise_late": Kind("Tell the customer, or find another source.", SERVICE, timedelta(days=1)),
    "count_shortfall": Kind("Find out where the units went.", WAREHOUSE, timedelta(days=1)),
    "message_failed": Kind("Correct the address and send the message again.", SERVICE, timedelta(days=1)),
    "webhook_failed": Kind(
        "See that the receiver answers; then resume the webhook or send again what was set aside.",
        SERVICE,
        timedelta(hours=4),
    ),
    "unmatched_return": Kind("Find out what was returned or credited, and book it.", FINANCE, timedelta(days=7)),
}


def known_kind(name: str) -> Kind:
    """What is known about the kind; the same for all that are not known."""
    return KINDS.get(name, UNKNOWN)
