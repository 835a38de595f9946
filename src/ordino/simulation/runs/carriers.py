"""Carriers: what they say comes late, in disorder, twice, or never; parcels are lost, come back, and turn up again."""

from collections.abc import Sequence
from datetime import timedelta

from ordino.delivery.commands import (
    ConfirmDelivery,
    ReceiveReturnedShipment,
    RecordTracking,
    ReportLost,
    ReturnToSender,
    Status,
)
from ordino.kernel.messages import Command
from ordino.simulation.runs.turn import Turn

_STATUSES: tuple[Status, ...] = (
    "in_transit",
    "in_transit",
    "out_for_delivery",
    "failed_attempt",
    "delivered",
    "delivered",
    "delivered",
    "lost",
    "returned_to_sender",
)


def track(turn: Turn) -> Sequence[Command]:
    """Messages of any status, up to two days old, some of them twice."""
    messages = []
    for work in turn.pick(turn.book.on_the_way, keep=True):
        if not work.text:
            continue
        said = RecordTracking(
            tracking_number=work.text,
            status=turn.choose(_STATUSES),
            occurred_at=turn.now - timedelta(minutes=turn.dice.randrange(2880)),
        )
        messages += [said] * turn.choose((1, 1, 1, 2))
    return messages


def track_too_late(turn: Turn) -> Sequence[Command]:
    """Messages about parcels that have arrived already."""
    return [
        RecordTracking(shipment_id=work.key, status=turn.choose(_STATUSES[:4]), occurred_at=turn.now)
        for work in turn.pick(turn.book.arrived, 6, keep=True)
    ]


def deliver(turn: Turn) -> Sequence[Command]:
    return [ConfirmDelivery(shipment_id=work.key) for work in turn.pick(turn.book.on_the_way)]


def collect(turn: Turn) -> Sequence[Command]:
    """Customers collect what stands ready for them."""
    works = turn.pick(turn.book.to_collect)
    return [ConfirmDelivery(shipment_id=work.key, how="collected", signed_by="Customer") for work in works]


def lose(turn: Turn) -> Sequence[Command]:
    return [ReportLost(shipment_id=work.key, reason="no scan") for work in turn.pick(turn.book.on_the_way, 1)]


def send_back(turn: Turn) -> Sequence[Command]:
    return [ReturnToSender(shipment_id=work.key, reason="refused") for work in turn.pick(turn.book.on_the_way, 1)]


def bring_back(turn: Turn) -> Sequence[Command]:
    """What was undelivered stands at the location again; what was lost is found."""
    works = turn.pick(turn.book.undelivered, 6)
    return [
        ReceiveReturnedShipment(shipment_id=work.key, bucket=turn.choose(("available", "damaged"))) for work in works
    ]
