"""Moving a part of a payment to another order: an act of both payments under one key."""

from datetime import datetime

from ordino.engine import Unit
from ordino.orders.ids import Ids
from ordino.orders.locking import LockedOrder
from ordino.payments.book import PaymentBook
from ordino.payments.calls import Calls
from ordino.payments.decide.follow_units import MovedMoney
from ordino.payments.events import PaymentMovedIn, PaymentMovedOut
from ordino.payments.gateway import EventKind, GatewayEvent
from ordino.payments.payment import Payment


class Mover:
    """Moves money between the orders of a batch."""

    def __init__(self, unit: Unit, book: PaymentBook, calls: Calls, payment_ids: Ids) -> None:
        self._unit = unit
        self._book = book
        self._calls = calls
        self._payment_ids = payment_ids

    def move(self, payment: Payment, taker: LockedOrder, part: MovedMoney) -> None:
        """Let a part of the payment be a payment of the other order."""
        (payment_id,) = self._payment_ids.take(1)
        taken = self._book.begin_part(taker, payment_id, payment.row)
        key = f"payment/{payment.row.id}/move/{payment_id}/{self._calls.moment}"
        expires_at = payment.amounts(self._unit.now).expires_at
        self._record(payment, key, "capture_out", part.captured_minor)
        self._record(payment, key, "authorization_out", part.open_minor)
        self._record(taken, key, "capture_in", part.captured_minor)
        self._record(taken, key, "authorization_in", part.open_minor, expires_at)
        whole_minor = part.captured_minor + part.open_minor
        captured = taken.acts.get(("capture_in", key))
        self._book.tell(
            payment.row.order_id,
            PaymentMovedOut(
                order_id=payment.row.order_id,
                payment_id=payment.row.id,
                to_order_id=taker.id,
                to_payment_id=payment_id,
                authorized_minor=whole_minor,
                captured_minor=part.captured_minor,
            ),
        )
        self._book.tell(
            taker.id,
            PaymentMovedIn(
                order_id=taker.id,
                payment_id=payment_id,
                from_order_id=payment.row.order_id,
                from_payment_id=payment.row.id,
                gateway=payment.row.gateway,
                method=payment.row.method,
                authorized_minor=whole_minor,
                captured_minor=part.captured_minor,
                capture_id=None if captured is None else taken.act_id(captured),
                expires_at=expires_at if part.open_minor else None,
            ),
        )

    def _record(
        self, payment: Payment, key: str, kind: EventKind, amount_minor: int, expires_at: datetime | None = None
    ) -> None:
        if amount_minor:
            said = GatewayEvent(
                id=f"{key}/{kind}",
                kind=kind,
                outcome="succeeded",
                amount_minor=amount_minor,
                occurred_at=self._unit.now,
                request_key=key,
                expires_at=expires_at,
            )
            self._book.record(payment, said)
