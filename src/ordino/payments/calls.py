"""Asking gateways: an intent that a worker carries out after the transaction, or at once where nobody outside is asked."""

import msgspec

from ordino.engine import Unit
from ordino.engine.effect_rows import Intent
from ordino.payments.book import PaymentBook
from ordino.payments.gateway import CallKind, EventKind, GatewayEvent, GatewayOutcome, GatewayRequest, RegisteredGateway
from ordino.payments.payment import Payment

PAYMENT_CALL = "payment_call"


class GatewayCall(msgspec.Struct, frozen=True):
    """The payload of an effect: which gateway is asked what."""

    gateway: str
    request: GatewayRequest


class Calls:
    """Asks gateways for the payments of a batch."""

    def __init__(self, unit: Unit, book: PaymentBook) -> None:
        self._unit = unit
        self._book = book

    def ask(
        self,
        payment: Payment,
        gateway: RegisteredGateway,
        kind: CallKind,
        amount_minor: int,
        *,
        key: str = "",
        reference: str = "",
    ) -> None:
        """Ask once; what a gateway answers at once is recorded in this transaction."""
        request = GatewayRequest(
            key=key or self.key(payment, kind),
            kind=kind,
            payment_id=payment.row.id,
            order_id=payment.row.order_id,
            amount_minor=amount_minor,
            currency=payment.row.currency,
            asked_at=self._unit.now,
            gateway_reference=payment.row.gateway_reference,
            token=payment.row.token,
            method=payment.row.method,
        )
        answers = gateway.gateway.perform(request) if gateway.at_once else ()
        for event in answers or (_requested(request),):
            self._book.record(payment, event, gateway=gateway.code, reference=reference)
        if not gateway.at_once:
            payload = msgspec.Raw(msgspec.json.encode(GatewayCall(gateway.code, request)))
            self._unit.request(Intent(request.key, PAYMENT_CALL, payload))

    @property
    def moment(self) -> str:
        """The moment in keys: a database that is set up anew repeats none at a gateway."""
        return f"{int(self._unit.now.timestamp() * 1000):x}"

    def key(self, payment: Payment, kind: CallKind) -> str:
        """The key of a further act of a payment."""
        return f"payment/{payment.row.id}/{kind}/{payment.count(kind) + 1}/{self.moment}"


def by_our_word(
    unit: Unit, key: str, kind: EventKind, outcome: GatewayOutcome, amount_minor: int, *, note: str = ""
) -> GatewayEvent:
    """What a person says has become of an act."""
    return GatewayEvent(
        id=f"{key}/{kind}/{outcome}",
        kind=kind,
        outcome=outcome,
        amount_minor=amount_minor,
        occurred_at=unit.now,
        request_key=key,
        reason=note,
    )


def _requested(request: GatewayRequest) -> GatewayEvent:
    return GatewayEvent(
        id=f"{request.key}/requested",
        kind=request.kind,
        outcome="requested",
        amount_minor=request.amount_minor,
        occurred_at=request.asked_at,
        request_key=request.key,
    )
