"""What EasyPost says of a tracker, read from its own examples."""

import json
from datetime import UTC, datetime

import pytest

from ordino.adapters.carriers.easypost_events import MAXIMUM_BYTES, read_easypost_webhook, signature_of
from ordino.delivery.carrier import BadSignature
from ordino.delivery.commands import RecordTracking
from tests.support.shared import shared_path

SECRET = "sécret"


def example() -> bytes:
    return shared_path("data/carriers_easypost/official/fixtures/event-body.json").read_bytes().strip()


def read(body: bytes) -> tuple[RecordTracking, ...]:
    return read_easypost_webhook(body, {"X-Hmac-Signature": signature_of(body, SECRET)}, secret=SECRET)


def tracker(*details: tuple[str, str], **attributes: object) -> bytes:
    return json.dumps(
        {
            "description": "tracker.updated",
            "result": {
                "id": "trk_1",
                "tracking_code": "EZ1",
                "tracking_details": [{"status": status, "datetime": at} for status, at in details],
                **attributes,
            },
        }
    ).encode()


def test_the_signature_is_the_one_of_the_published_example() -> None:
    fixtures = json.loads(
        shared_path("data/carriers_easypost/official/fixtures/client-library-fixtures.json").read_text("utf-8")
    )["webhooks"]

    assert signature_of(example(), fixtures["secret"]) == fixtures["hmac_signature"]


def test_the_steps_of_the_published_example() -> None:
    commands = read(example())

    assert len(commands) == 6
    assert {command.tracking_number for command in commands} == {"1"}
    assert {command.status for command in commands} == {"in_transit"}
    assert commands[0] == RecordTracking(
        tracking_number="1",
        status="in_transit",
        occurred_at=datetime(2024, 7, 31, 19, 27, tzinfo=UTC),
        event_id="trk_1/in_transit/2024-07-31T19:27:00+00:00",
        detail="Picked up",
        place="ORLANDO FL 32809 US",
    )


def test_the_same_message_again_has_the_same_event_ids() -> None:
    assert [c.event_id for c in read(example())] == [c.event_id for c in read(example())]
    assert len({c.event_id for c in read(example())}) == 6


def test_a_foreign_signature_and_a_changed_body_are_refused() -> None:
    body = example()
    with pytest.raises(BadSignature):
        read_easypost_webhook(body, {}, secret=SECRET)
    with pytest.raises(BadSignature):
        read_easypost_webhook(body + b" ", {"X-HMAC-Signature": signature_of(body, SECRET)}, secret=SECRET)
    with pytest.raises(BadSignature):
        read_easypost_webhook(body, {"X-Hmac-Signature": signature_of(body, "other")}, secret=SECRET)


def test_what_is_delivered_after_it_was_sent_back_arrived_at_its_sender() -> None:
    commands = read(
        tracker(
            ("delivered", "2026-03-05T10:00:00Z"),
            ("return_to_sender", "2026-03-04T10:00:00Z"),
            ("failure", "2026-03-03T10:00:00Z"),
            ("pre_transit", "2026-03-01T10:00:00Z"),
        )
    )

    assert [command.status for command in commands] == ["failed_attempt", "returned_to_sender", "returned_to_sender"]


def test_who_signed_is_told_with_the_delivery() -> None:
    (command,) = read(tracker(("delivered", "2026-03-05T10:00:00Z"), signed_by="A. Byron"))

    assert (command.status, command.signed_by) == ("delivered", "A. Byron")


def test_an_event_about_something_else_says_nothing() -> None:
    assert read(b'{"description": "batch.created", "result": {"object": "Batch"}}') == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"description": "tracker.updated", "result": 7}',
        b'{"description": "tracker.updated", "result": {"id": "t", "tracking_code": 3}}',
        tracker(*[("in_transit", "2026-03-05T10:00:00Z")] * 501),
        b" " * (MAXIMUM_BYTES + 1),
    ],
    ids=["empty", "list", "number", "wrong type", "too many steps", "too long"],
)
def test_what_cannot_be_read_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read(body)
