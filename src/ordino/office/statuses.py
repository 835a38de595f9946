"""The status language: shape + word + meaning for every status that a screen shows. One place, so that one word looks one way.

`idle` not begun or over, `move` goes on by itself, `done` finished as promised, `wait` waits for somebody, `bad` broken or
late, `back` goods or money coming back. `part` is the half-filled shape of `move`.
"""

from typing import NamedTuple

from ordino.office.texts import _, in_words


class Status(NamedTuple):
    """How a status looks (`meaning` is the color, `shape` the icon) and what it says."""

    meaning: str
    shape: str
    word: str


def _status(meaning: str, word: str, *, shape: str | None = None) -> Status:
    return Status(meaning, f"st-{shape or meaning}", word)


STATUSES: dict[str, dict[str, Status]] = {
    "order": {
        "draft": _status("idle", _("Draft")),
        "placed": _status("wait", _("To verify")),
        "confirmed": _status("move", _("Confirmed")),
        "completed": _status("done", _("Completed")),
        "canceled": _status("idle", _("Canceled")),
        "expired": _status("idle", _("Expired")),
    },
    "fulfillment": {
        "unsourced": _status("idle", _("To source")),
        "backordered": _status("wait", _("Backordered")),
        "partially_allocated": _status("wait", _("Partly allocated")),
        "allocated": _status("idle", _("To release")),
        "in_progress": _status("move", _("In work")),
        "partial": _status("move", _("Partial"), shape="part"),
        "shipped": _status("move", _("In transit")),
        "delivered": _status("done", _("Delivered")),
        "canceled": _status("idle", _("Canceled")),
    },
    "payment": {
        "unpaid": _status("idle", _("Unpaid")),
        "partially_authorized": _status("wait", _("Partly authorized")),
        "authorized": _status("idle", _("Authorized")),
        "partially_paid": _status("move", _("Part paid"), shape="part"),
        "paid": _status("done", _("Paid")),
        "overpaid": _status("wait", _("Overpaid")),
        "partially_refunded": _status("back", _("Part refunded")),
        "refunded": _status("back", _("Refunded")),
        "nothing_due": _status("idle", _("Nothing due")),
        "paid_elsewhere": _status("done", _("Paid elsewhere")),
    },
    "return": {
        "none": _status("idle", ""),
        "partial": _status("back", _("Part returned")),
        "returned": _status("back", _("Returned")),
        "requested": _status("wait", _("To approve")),
        "approved": _status("back", _("Expected")),
        "expected": _status("back", _("Expected")),
        "in_transit": _status("back", _("On its way")),
        "partially_received": _status("back", _("Part received")),
        "received": _status("wait", _("To inspect")),
        "inspected": _status("wait", _("To refund")),
        "closed": _status("done", _("Closed")),
        "declined": _status("idle", _("Declined")),
        "canceled": _status("idle", _("Canceled")),
        "expired": _status("idle", _("Expired")),
    },
    "invoice": {
        "none": _status("idle", _("Not invoiced")),
        "partial": _status("move", _("Part invoiced"), shape="part"),
        "invoiced": _status("move", _("Invoiced")),
        "issued": _status("move", _("Open")),
        "partially_paid": _status("move", _("Part paid"), shape="part"),
        "paid": _status("done", _("Settled")),
        "credited": _status("back", _("Credited")),
    },
    "credit_note": {
        "issued": _status("back", _("To give back")),
        "settled": _status("done", _("Settled")),
    },
    "refund": {
        "proposed": _status("wait", _("To approve")),
        "approved": _status("back", _("Approved")),
        "requested": _status("back", _("On its way")),
        "succeeded": _status("back", _("Given back")),
        "failed": _status("bad", _("Failed")),
        "reversed": _status("bad", _("Came back")),
        "declined": _status("idle", _("Declined")),
    },
    "fulfillment_order": {
        "planned": _status("idle", _("Planned")),
        "released": _status("move", _("To pick")),
        "picking": _status("move", _("To pack"), shape="part"),
        "packed": _status("move", _("To ship")),
        "shipped": _status("move", _("Shipped")),
        "closed": _status("done", _("Closed")),
        "rejected": _status("bad", _("Rejected")),
        "canceled": _status("idle", _("Recalled")),
    },
    "package": {
        "packed": _status("move", _("Packed")),
        "shipped": _status("move", _("Shipped")),
        "unpacked": _status("idle", _("Taken apart")),
    },
    "shipment": {
        "created": _status("idle", _("To label")),
        "labeled": _status("move", _("To hand over")),
        "ready_for_pickup": _status("wait", _("Ready for pickup")),
        "handed_over": _status("move", _("Handed over")),
        "in_transit": _status("move", _("In transit")),
        "out_for_delivery": _status("move", _("Out for delivery")),
        "failed_attempt": _status("bad", _("Attempt failed")),
        "delivered": _status("done", _("Delivered")),
        "collected": _status("done", _("Collected")),
        "lost": _status("bad", _("Lost")),
        "returned_to_sender": _status("bad", _("Back to sender")),
        "received_back": _status("back", _("Received back")),
        "voided": _status("idle", _("Voided")),
    },
    "exception": {
        "open": _status("wait", _("Open")),
        "assigned": _status("wait", _("Assigned")),
        "resolved": _status("done", _("Resolved")),
    },
    "purchase_order": {
        "draft": _status("idle", _("Draft")),
        "sent": _status("wait", _("To be answered")),
        "acknowledged": _status("move", _("Expected")),
        "partially_received": _status("move", _("Part received"), shape="part"),
        "received": _status("done", _("Received")),
        "closed": _status("done", _("Closed")),
        "canceled": _status("idle", _("Canceled")),
    },
    "supplier_invoice": {
        "matched": _status("move", _("Matches")),
        "variance_hold": _status("wait", _("Differs")),
        "approved": _status("move", _("To pay")),
        "paid": _status("done", _("Paid")),
    },
    "quote": {
        "draft": _status("idle", _("Draft")),
        "sent": _status("wait", _("With the customer")),
        "accepted": _status("move", _("Accepted")),
        "ordered": _status("done", _("Ordered")),
        "declined": _status("idle", _("Declined")),
        "expired": _status("idle", _("Expired")),
        "superseded": _status("idle", _("Superseded")),
    },
    "webhook": {
        "active": _status("done", _("In use")),
        "paused": _status("wait", _("Paused")),
        "ended": _status("idle", _("Ended")),
    },
    "webhook_message": {
        "waiting": _status("move", _("Waiting")),
        "delivered": _status("done", _("Delivered")),
        "set_aside": _status("bad", _("Set aside")),
    },
    "hold": {
        "open": _status("wait", _("Open")),
        "released": _status("done", _("Released")),
        "expired": _status("idle", _("Over")),
    },
}


def status_of(axis: str, value: str) -> Status:
    """How the value of an axis is shown; a value that is not known is shown as it is, without a meaning."""
    known = STATUSES.get(axis, {}).get(value)
    return known if known is not None else Status("idle", "st-idle", in_words(value).capitalize())
