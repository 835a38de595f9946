"""The amounts of a payment: a fold over its events, the same for every order and repetition of them (M4). Pure.

Events of one kind and key are one act. An act succeeded where any event says so, whatever else is said earlier or later; else it
failed where any event says so; else it is pending. What follows proves what went before: a refund was captured, and a capture was
authorized, even where the event that says so is still on its way. What goes out to a payment of another order is not this one's
any more; what comes in is.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from ordino.kernel.messages import Record
from ordino.payments.gateway import EventKind, GatewayOutcome

_STRENGTH: dict[GatewayOutcome, int] = {"requested": 0, "unknown": 1, "failed": 2, "succeeded": 3}
_SIGNS: dict[EventKind, int] = {"refund_reversal": -1, "authorization_out": -1, "capture_out": -1}
_CAPTURED: tuple[EventKind, ...] = ("capture", "capture_in", "capture_out")
_AUTHORIZED: tuple[EventKind, ...] = ("authorize", "authorization_in", "authorization_out")
_MOVED: tuple[EventKind, ...] = ("capture_in", "capture_out")


class Said(Protocol):
    """What the fold reads of an event."""

    @property
    def kind(self) -> EventKind: ...
    @property
    def outcome(self) -> GatewayOutcome: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def request_key(self) -> str: ...
    @property
    def expires_at(self) -> datetime | None: ...


class Act(Record, frozen=True):
    """What became of one thing that was asked for, and the largest amount said of that outcome."""

    kind: EventKind
    key: str
    outcome: GatewayOutcome
    amount_minor: int
    expires_at: datetime | None = None

    @property
    def pending(self) -> bool:
        return self.outcome in ("requested", "unknown")

    def with_event(self, event: Said) -> "Act":
        """The act after one more event of it."""
        before, after = _STRENGTH[self.outcome], _STRENGTH[event.outcome]
        if after < before:
            return self
        if after > before:
            return Act(self.kind, self.key, event.outcome, event.amount_minor, event.expires_at)
        return Act(
            self.kind,
            self.key,
            self.outcome,
            max(self.amount_minor, event.amount_minor),
            latest(self.expires_at, event.expires_at),
        )


Acts = dict[tuple[EventKind, str], Act]


class PaymentAmounts(Record, frozen=True):
    """What a payment comes to, in minor units; `capturable_minor` may still be captured.

    `voided_minor` and `expired_minor` were authorized and are given up; `disputed_minor` is taken back by the customer's
    bank or may be.
    """

    authorized_minor: int = 0
    captured_minor: int = 0
    refunded_minor: int = 0
    voided_minor: int = 0
    expired_minor: int = 0
    disputed_minor: int = 0
    capturable_minor: int = 0
    authorize_pending_minor: int = 0
    capture_pending_minor: int = 0
    refund_pending_minor: int = 0
    expires_at: datetime | None = None

    @property
    def refundable_minor(self) -> int:
        """What was captured and neither went back, nor is on its way back, nor is disputed."""
        gone = self.refunded_minor + self.refund_pending_minor + self.disputed_minor
        return max(0, self.captured_minor - gone)


def acts_of(events: Iterable[Said]) -> Acts:
    """What became of each act."""
    acts: Acts = {}
    for event in events:
        key = (event.kind, event.request_key)
        known = acts.get(key)
        if known is None:
            acts[key] = Act(event.kind, event.request_key, event.outcome, event.amount_minor, event.expires_at)
        else:
            acts[key] = known.with_event(event)
    return acts


def amounts_of(acts: Acts, at: datetime) -> PaymentAmounts:
    """What the acts come to at a moment: an authorization whose time has run out is gone, told or not."""
    refunded = max(0, _sum(acts, "succeeded", "refund", "refund_reversal"))
    captured = max(_sum(acts, "succeeded", *_CAPTURED), refunded)
    authorized = max(_sum(acts, "succeeded", *_AUTHORIZED, *_MOVED), captured)
    capture_pending = _pending(acts, "capture")
    expires_at = _expires_at(acts)
    left = authorized - captured
    voided = _any(acts, "void", "succeeded")
    expired = not voided and (_any(acts, "expire", "succeeded") or (expires_at is not None and expires_at <= at))
    ends = voided or expired or any(act.kind == "void" and act.pending for act in acts.values())
    return PaymentAmounts(
        authorized_minor=authorized,
        captured_minor=captured,
        refunded_minor=refunded,
        voided_minor=left if voided else 0,
        expired_minor=left if expired else 0,
        disputed_minor=_sum(acts, "succeeded", "chargeback") + _pending(acts, "chargeback"),
        capturable_minor=0 if ends else max(0, left - capture_pending),
        authorize_pending_minor=_pending(acts, "authorize"),
        capture_pending_minor=capture_pending,
        refund_pending_minor=_pending(acts, "refund"),
        expires_at=expires_at,
    )


def fold(events: Iterable[Said], at: datetime) -> PaymentAmounts:
    """The amounts that the events come to at a moment."""
    return amounts_of(acts_of(events), at)


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two moments, where there is any."""
    moments = [moment for moment in (one, other) if moment is not None]
    return max(moments) if moments else None


def _sum(acts: Acts, outcome: GatewayOutcome, *kinds: EventKind) -> int:
    return sum(
        act.amount_minor * _SIGNS.get(act.kind, 1)
        for act in acts.values()
        if act.kind in kinds and act.outcome == outcome
    )


def _pending(acts: Acts, kind: EventKind) -> int:
    return sum(act.amount_minor for act in acts.values() if act.kind == kind and act.pending)


def _any(acts: Acts, kind: EventKind, outcome: GatewayOutcome) -> bool:
    return any(act.kind == kind and act.outcome == outcome for act in acts.values())


def _expires_at(acts: Acts) -> datetime | None:
    expires_at = None
    for act in acts.values():
        if act.kind in ("authorize", "authorization_in") and act.outcome == "succeeded":
            expires_at = latest(expires_at, act.expires_at)
    return expires_at
