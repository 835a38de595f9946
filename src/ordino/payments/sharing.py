"""Payments that orders share: parts of what is one payment at its gateway, under one name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import structs

from ordino.payments.decide.acts_outside import Holder, follow_the_money
from ordino.payments.gateway import EventKind, GatewayEvent
from ordino.payments.payment import Payment

_BACK: tuple[EventKind, ...] = ("refund", "refund_reversal")
_BEGUN_OUTSIDE: tuple[EventKind, ...] = (*_BACK, "chargeback")
Part = tuple[Payment, GatewayEvent]


class SharedPayments:
    """The payments of a batch by their gateway's name of them."""

    def __init__(self, payments: Iterable[Payment]) -> None:
        self._by_name: dict[tuple[str, str], list[Payment]] = {}
        named = (payment for payment in payments if payment.row.gateway_reference)
        for payment in sorted(named, key=lambda one: (one.row.origin_id is not None, one.row.id)):
            self._by_name.setdefault(_name(payment), []).append(payment)

    def add(self, payment: Payment) -> None:
        """Know a payment that its gateway has named now."""
        if payment.row.gateway_reference:
            self._by_name.setdefault(_name(payment), [payment])

    def origin(self, gateway: str, reference: str) -> Payment | None:
        """What the gateway means by a name: the payment that its parts began as."""
        known = self._by_name.get((gateway, reference), ())
        return next((payment for payment in known if payment.row.origin_id is None), None)

    def parts(self, payment: Payment) -> Sequence[Payment]:
        """All that is one payment with it at its gateway, itself included: what it began as first, then the oldest."""
        return self._by_name.get(_name(payment), ())

    def ended_with(self, payment: Payment, event: GatewayEvent, now: datetime) -> Iterator[Part]:
        """A gateway gives up an authorization as a whole, and so ends the parts of it that other orders have."""
        if event.kind != "void" or event.outcome != "succeeded":
            return
        for part in self.parts(payment):
            open_minor = part.amounts(now).capturable_minor
            if part is not payment and open_minor:
                yield part, _of_part(event, part, open_minor)

    def where_the_money_is(self, payment: Payment, event: GatewayEvent, now: datetime) -> list[Part]:
        """A refund or chargeback that the gateway began: it counts on the orders that hold the money now."""
        parts = self.parts(payment)
        if event.kind not in _BEGUN_OUTSIDE or len(parts) < 2:
            return [(payment, event)]
        holders = [Holder(part.row.id, _taken_minor(part, parts[0], event), _held_minor(part, now)) for part in parts]
        shares = follow_the_money(event.amount_minor, holders)
        return [
            (part, structs.replace(event, amount_minor=shares[part.row.id]))
            if part is parts[0]
            else (part, _of_part(event, part, shares[part.row.id]))
            for part in parts
            if part.row.id in shares
        ]


def _name(payment: Payment) -> tuple[str, str]:
    return payment.row.gateway, payment.row.gateway_reference


def _of_part(event: GatewayEvent, part: Payment, amount_minor: int) -> GatewayEvent:
    """The event as it is for a part: an act of its own, which every repetition finds again."""
    return structs.replace(
        event,
        id=f"{event.id}/{part.row.id}",
        request_key=f"{event.request_key}/{part.row.id}",
        amount_minor=amount_minor,
    )


def _taken_minor(part: Payment, first: Payment, event: GatewayEvent) -> int:
    """What of the act counts on a payment already; money that comes back goes where it left."""
    key = event.request_key if part is first else f"{event.request_key}/{part.row.id}"
    kinds = _BACK if event.kind in _BACK else (event.kind,)
    return max((part.acts[kind, key].amount_minor for kind in kinds if (kind, key) in part.acts), default=0)


def _held_minor(part: Payment, now: datetime) -> int:
    """The captured money of a payment, what is being captured included."""
    amounts = part.amounts(now)
    return amounts.refundable_minor + amounts.capture_pending_minor
