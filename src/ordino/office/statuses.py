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
        "expected": _status("back", "Expected"),
        "partial": _status("back", "Part returned"),
        "returned": _status("back", "Returned"),
    },
    "invoice": {
        "none": _status("idle", "Not invoiced"),
        "partial": _status("move", "Part invoiced", shape="part"),
        "invoiced": _status("move", "Invoiced"),
        "paid": _status("done", "Settled"),
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
