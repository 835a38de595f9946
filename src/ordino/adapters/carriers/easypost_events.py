"""Webhooks of EasyPost, which speaks for many carriers: tracker events become commands to record tracking.

Source: EasyPost API reference, "Events" and "Webhooks"; the signature is HMAC-SHA256 over the body under the secret in Unicode
form NFKD, in the header X-Hmac-Signature.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from datetime import datetime

import msgspec

from ordino.delivery.carrier import BadSignature
from ordino.delivery.commands import RecordTracking, Status
from ordino.kernel.messages import Record

SIGNATURE_HEADER = "x-hmac-signature"
MAXIMUM_BYTES = 1_000_000
MAXIMUM_DETAILS = 500
_LONGEST_TEXT = 500
_SCHEME = "hmac-sha256-hex="
_TRACKER_EVENTS = ("tracker.created", "tracker.updated")
_STATUSES: dict[str, Status] = {
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "available_for_pickup": "in_transit",
    "delivered": "delivered",
    "return_to_sender": "returned_to_sender",
    "failure": "failed_attempt",
}


class _Place(Record, frozen=True):
    city: str | None = None
    state: str | None = None
    country: str | None = None
    zip: str | None = None


class _Detail(Record, frozen=True):
    status: str
    datetime: datetime
    message: str | None = None
    tracking_location: _Place | None = None


class _Tracker(Record, frozen=True):
    id: str
    tracking_code: str
    signed_by: str | None = None
    tracking_details: tuple[_Detail, ...] = ()


class _Event(Record, frozen=True):
    description: str
    result: msgspec.Raw = msgspec.Raw(b"{}")


def read_easypost_webhook(body: bytes, headers: Mapping[str, str], *, secret: str) -> tuple[RecordTracking, ...]:
    """What a signed message says of a shipment; nothing where it is about something else.

    Raises BadSignature where it is not EasyPost's, ValueError where it is too long or cannot be read.
    """
    if len(body) > MAXIMUM_BYTES:
        raise ValueError(f"a message of {len(body)} bytes is longer than {MAXIMUM_BYTES}")
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER), "")
    if not hmac.compare_digest(given.encode(), signature_of(body, secret).encode()):
        raise BadSignature("the message is not signed with our secret")
    event = msgspec.json.decode(body, type=_Event)
    if event.description not in _TRACKER_EVENTS:
        return ()
    tracker = msgspec.json.decode(event.result, type=_Tracker)
    if len(tracker.tracking_details) > MAXIMUM_DETAILS:
        raise ValueError(f"{len(tracker.tracking_details)} details are more than {MAXIMUM_DETAILS}")
    return _commands(tracker)


def signature_of(body: bytes, secret: str) -> str:
    """The header's value for a body."""
    key = unicodedata.normalize("NFKD", secret).encode()
    return _SCHEME + hmac.new(key, body, hashlib.sha256).hexdigest()


def _commands(tracker: _Tracker) -> tuple[RecordTracking, ...]:
    """A command for each step. A message repeats the whole way: a step has the same `event_id` each time.

    A parcel that is delivered after it was sent back arrived at its sender.
    """
    commands: list[RecordTracking] = []
    sent_back = False
    for detail in sorted(tracker.tracking_details, key=lambda detail: detail.datetime):
        status = _STATUSES.get(detail.status)
        if status is None:
            continue
        sent_back = sent_back or status == "returned_to_sender"
        if sent_back and status == "delivered":
            status = "returned_to_sender"
        commands.append(
            RecordTracking(
                tracking_number=tracker.tracking_code,
                status=status,
                occurred_at=detail.datetime,
                event_id=f"{tracker.id}/{detail.status}/{detail.datetime.isoformat()}",
                detail=(detail.message or "")[:_LONGEST_TEXT],
                place=_place(detail.tracking_location),
                signed_by=(tracker.signed_by or "")[:_LONGEST_TEXT] if status == "delivered" else "",
            )
        )
    return tuple(commands)


def _place(place: _Place | None) -> str:
    parts = (place.city, place.state, place.zip, place.country) if place else ()
    return " ".join(part for part in parts if part)[:_LONGEST_TEXT]
