"""What an act that changed means in words: the events of the journal, whose amounts add up to the payment's figures."""

from collections.abc import Callable, Iterator

from ordino.kernel.messages import Event
from ordino.payments.decide.fold import Act
from ordino.payments.events import (
    AuthorizationExpired,
    CaptureFailed,
    CaptureRequested,
    DisputeLost,
    DisputeWon,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentDisputed,
    PaymentRefunded,
    PaymentRequested,
    PaymentVoided,
    RefundFailed,
    RefundRequested,
    RefundReversed,
    VoidFailed,
    VoidRequested,
)
from ordino.payments.gateway import EventKind
from ordino.payments.payment import Payment
from ordino.payments.rows import EventRow, RefundRow


class Change:
    """One act of a payment before and after an event. `open_minor` was still to be captured before it."""

    def __init__(
        self,
        payment: Payment,
        event: EventRow,
        before: Act | None,
        after: Act,
        *,
        open_minor: int,
        refund: RefundRow | None,
    ) -> None:
        self.payment = payment
        self.event = event
        self.after = after
        self.open_minor = open_minor
        self.refund = refund
        self.order_id = payment.row.order_id
        self.payment_id = payment.row.id
        was = "" if before is None else before.outcome
        self.requested = after.pending and before is None
        self.succeeded = after.outcome == "succeeded" and was != "succeeded"
        self.failed = after.outcome == "failed" and was != "failed"
        self.gained_minor = _counted(after) - (0 if before is None else _counted(before))
        self.dispute_gained_minor = _disputed(after) - (0 if before is None else _disputed(before))

    @property
    def refund_id(self) -> int | None:
        return None if self.refund is None else self.refund.id


def tell(change: Change) -> Iterator[Event]:
    """The events of a change, none where nothing is new."""
    return _TELLERS[change.after.kind](change)


def _counted(act: Act) -> int:
    return act.amount_minor if act.outcome == "succeeded" else 0


def _disputed(act: Act) -> int:
    return act.amount_minor if act.outcome != "failed" else 0


def _authorize(change: Change) -> Iterator[Event]:
    row = change.payment.row
    if change.requested:
        yield PaymentRequested(
            order_id=change.order_id,
            payment_id=change.payment_id,
            gateway=row.gateway,
            method=row.method,
            amount_minor=change.after.amount_minor,
        )
    if change.gained_minor:
        yield PaymentAuthorized(
            order_id=change.order_id,
            payment_id=change.payment_id,
            amount_minor=change.gained_minor,
            gateway=row.gateway,
            method=row.method,
            expires_at=change.after.expires_at,
        )
    if change.failed:
        yield PaymentDeclined(
            order_id=change.order_id,
            payment_id=change.payment_id,
            amount_minor=change.after.amount_minor,
            reason=change.event.reason,
        )


def _capture(change: Change) -> Iterator[Event]:
    act = change.after
    order_id, payment_id, capture_id = change.order_id, change.payment_id, change.payment.act_id(act)
    reference = change.payment.reference(act)
    if change.requested:
        yield CaptureRequested(
            order_id=order_id,
            payment_id=payment_id,
            capture_id=capture_id,
            amount_minor=act.amount_minor,
            reference=reference,
        )
    if change.gained_minor:
        yield PaymentCaptured(
            order_id=order_id,
            payment_id=payment_id,
            capture_id=capture_id,
            amount_minor=change.gained_minor,
            currency=change.payment.row.currency,
            reference=reference,
        )
    if change.failed:
        yield CaptureFailed(
            order_id=order_id,
            payment_id=payment_id,
            capture_id=capture_id,
            amount_minor=act.amount_minor,
            currency=change.payment.row.currency,
            reference=reference,
            reason=change.event.reason,
        )


def _void(change: Change) -> Iterator[Event]:
    about = {"order_id": change.order_id, "payment_id": change.payment_id}
    if change.requested:
        yield VoidRequested(**about, amount_minor=change.open_minor)
    if change.succeeded:
        yield PaymentVoided(**about, amount_minor=change.open_minor or change.after.amount_minor)
    if change.failed:
        yield VoidFailed(**about, reason=change.event.reason)


def _expire(change: Change) -> Iterator[Event]:
    if change.succeeded:
        yield AuthorizationExpired(
            order_id=change.order_id, payment_id=change.payment_id, amount_minor=change.after.amount_minor
        )


def _refund(change: Change) -> Iterator[Event]:
    act = change.after
    order_id, payment_id, refund_id = change.order_id, change.payment_id, change.refund_id
    reference = "" if change.refund is None else change.refund.reference
    if change.requested:
        yield RefundRequested(
            order_id=order_id,
            payment_id=payment_id,
            refund_id=refund_id,
            amount_minor=act.amount_minor,
            reference=reference,
        )
    if change.gained_minor:
        yield PaymentRefunded(
            order_id=order_id,
            payment_id=payment_id,
            refund_id=refund_id,
            amount_minor=change.gained_minor,
            reference=reference,
            to="original" if change.refund is None else change.refund.destination,
        )
    if change.failed:
        yield RefundFailed(
            order_id=order_id,
            payment_id=payment_id,
            refund_id=refund_id,
            amount_minor=act.amount_minor,
            currency=change.payment.row.currency,
            reference=reference,
            reason=change.event.reason,
        )


def _refund_reversal(change: Change) -> Iterator[Event]:
    if change.gained_minor:
        yield RefundReversed(
            order_id=change.order_id,
            payment_id=change.payment_id,
            refund_id=change.refund_id,
            amount_minor=change.gained_minor,
            currency=change.payment.row.currency,
            reference="" if change.refund is None else change.refund.reference,
        )


def _chargeback(change: Change) -> Iterator[Event]:
    about = {"order_id": change.order_id, "payment_id": change.payment_id}
    gained = change.dispute_gained_minor
    if gained > 0:
        currency = change.payment.row.currency
        yield PaymentDisputed(**about, amount_minor=gained, currency=currency, reason=change.event.reason)
    if gained < 0:
        yield DisputeWon(**about, amount_minor=-gained)
    if change.succeeded:
        yield DisputeLost(**about, amount_minor=change.after.amount_minor)


def _moved(change: Change) -> Iterator[Event]:
    """Whoever moves money between orders knows both, and tells of it."""
    return iter(())


_TELLERS: dict[EventKind, Callable[[Change], Iterator[Event]]] = {
    "authorization_in": _moved,
    "authorization_out": _moved,
    "capture_in": _moved,
    "capture_out": _moved,
    "authorize": _authorize,
    "capture": _capture,
    "void": _void,
    "expire": _expire,
    "refund": _refund,
    "refund_reversal": _refund_reversal,
    "chargeback": _chargeback,
}
