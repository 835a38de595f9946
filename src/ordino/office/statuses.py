"""The status language: shape + word + meaning for every status that a screen shows. One place, so that one word looks one way.

`idle` not begun or over, `move` goes on by itself, `done` finished as promised, `wait` waits for somebody, `bad` broken or
late, `back` goods or money coming back. `part` is the half-filled shape of `move`.
"""

from typing import NamedTuple


class Status(NamedTuple):
    """How a status looks (`meaning` is the color, `shape` the icon) and what it says."""

    meaning: str
    shape: str
    word: str


def _status(meaning: str, word: str, *, shape: str | None = None) -> Status:
    return Status(meaning, f"st-{shape or meaning}", word)


STATUSES: dict[str, dict[str, Status]] = {
    "order": {
        "draft": _status("idle", "Draft"),
        "placed": _status("wait", "To verify"),
        "confirmed": _status("move", "Confirmed"),
        "completed": _status("done", "Completed"),
        "canceled": _status("idle", "Canceled"),
        "expired": _status("idle", "Expired"),
    },
    "fulfillment": {
        "unsourced": _status("idle", "To source"),
        "backordered": _status("wait", "Backordered"),
        "partially_allocated": _status("wait", "Partly allocated"),
        "allocated": _status("idle", "To release"),
        "in_progress": _status("move", "In work"),
        "partial": _status("move", "Partial", shape="part"),
        "shipped": _status("move", "In transit"),
        "delivered": _status("done", "Delivered"),
        "canceled": _status("idle", "Canceled"),
    },
    "payment": {
        "unpaid": _status("idle", "Unpaid"),
        "partially_authorized": _status("wait", "Partly authorized"),
        "authorized": _status("idle", "Authorized"),
        "partially_paid": _status("move", "Part paid", shape="part"),
        "paid": _status("done", "Paid"),
        "overpaid": _status("wait", "Overpaid"),
        "partially_refunded": _status("back", "Part refunded"),
        "refunded": _status("back", "Refunded"),
        "nothing_due": _status("idle", "Nothing due"),
        "paid_elsewhere": _status("done", "Paid elsewhere"),
    },
    "return": {
        "none": _status("idle", ""),
        "partial": _status("back", "Part returned"),
        "returned": _status("back", "Returned"),
        "requested": _status("wait", "To approve"),
        "approved": _status("back", "Expected"),
        "expected": _status("back", "Expected"),
        "in_transit": _status("back", "On its way"),
        "partially_received": _status("back", "Part received"),
        "received": _status("wait", "To inspect"),
        "inspected": _status("wait", "To refund"),
        "closed": _status("done", "Closed"),
        "declined": _status("idle", "Declined"),
        "canceled": _status("idle", "Canceled"),
        "expired": _status("idle", "Expired"),
    },
    "invoice": {
        "none": _status("idle", "Not invoiced"),
        "partial": _status("move", "Part invoiced", shape="part"),
        "invoiced": _status("move", "Invoiced"),
        "issued": _status("move", "Open"),
        "partially_paid": _status("move", "Part paid", shape="part"),
        "paid": _status("done", "Settled"),
        "credited": _status("back", "Credited"),
    },
    "credit_note": {
        "issued": _status("back", "To give back"),
        "settled": _status("done", "Settled"),
    },
    "refund": {
        "proposed": _status("wait", "To approve"),
        "approved": _status("back", "Approved"),
        "requested": _status("back", "On its way"),
        "succeeded": _status("back", "Given back"),
        "failed": _status("bad", "Failed"),
        "reversed": _status("bad", "Came back"),
        "declined": _status("idle", "Declined"),
    },
    "fulfillment_order": {
        "planned": _status("idle", "Planned"),
        "released": _status("move", "To pick"),
        "picking": _status("move", "To pack", shape="part"),
        "packed": _status("move", "To ship"),
        "shipped": _status("move", "Shipped"),
        "closed": _status("done", "Closed"),
        "rejected": _status("bad", "Rejected"),
        "canceled": _status("idle", "Recalled"),
    },
    "package": {
        "packed": _status("move", "Packed"),
        "shipped": _status("move", "Shipped"),
        "unpacked": _status("idle", "Taken apart"),
    },
    "shipment": {
        "created": _status("idle", "To label"),
        "labeled": _status("move", "To hand over"),
        "ready_for_pickup": _status("wait", "Ready for pickup"),
        "handed_over": _status("move", "Handed over"),
        "in_transit": _status("move", "In transit"),
        "out_for_delivery": _status("move", "Out for delivery"),
        "failed_attempt": _status("bad", "Attempt failed"),
        "delivered": _status("done", "Delivered"),
        "collected": _status("done", "Collected"),
        "lost": _status("bad", "Lost"),
        "returned_to_sender": _status("bad", "Back to sender"),
        "received_back": _status("back", "Received back"),
        "voided": _status("idle", "Voided"),
    },
    "exception": {
        "open": _status("wait", "Open"),
        "assigned": _status("wait", "Assigned"),
        "resolved": _status("done", "Resolved"),
    },
    "hold": {
        "open": _status("wait", "Open"),
        "released": _status("done", "Released"),
        "expired": _status("idle", "Over"),
    },
}


def status_of(axis: str, value: str) -> Status:
    """How the value of an axis is shown; a value that is not known is shown as it is, without a meaning."""
    known = STATUSES.get(axis, {}).get(value)
    return known if known is not None else _status("idle", value.replace("_", " ").capitalize())
