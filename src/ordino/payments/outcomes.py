"""Which payment an event of a gateway tells of, and what is kept where none is known."""

from ordino.engine import Unit
from ordino.kernel.messages import Record, StreamEvent
from ordino.orders.ids import Ids
from ordino.payments.book import PaymentBook
from ordino.payments.events import UnknownPaymentReported, gateway_stream
from ordino.payments.facts import SQL, EventFacts
from ordino.payments.gateway import GatewayEvent
from ordino.payments.payment import Payment
from ordino.payments.rows import EventRow
from ordino.payments.sharing import SharedPayments


class Taken(Record, frozen=True):
    """What became of one event."""

    recorded: bool
    unknown: bool = False
    events: tuple[StreamEvent, ...] = ()


class OutcomeDesk:
    """The payments that a batch of events tells of."""

    def __init__(self, unit: Unit, facts: EventFacts, *, commands: int) -> None:
        self._unit = unit
        self._book = PaymentBook(unit, facts.order_ids, commands=commands)
        self._ids = Ids(unit, "payments_event_id_seq", block=1)
        self._unknown = {(row.gateway, row.event_id): row for row in facts.unknown}
        self._kept: list[EventRow] = []
        self._touched: dict[int, None] = {}
        payments = [payment for order in self._book.orders() for payment in self._book.payments(order.id)]
        self._by_key = {key: payment for payment in payments for _, key in payment.acts}
        self._shared = SharedPayments(payments)

    def take(self, gateway: str, event: GatewayEvent) -> Taken:
        """Count an event on its payment, with what was said of that payment before it was known; or keep it."""
        payment = self._payment(gateway, event)
        if payment is None:
            return self._keep(gateway, event)
        now = self._unit.now
        counts_on = [(payment, event)]
        if not self._book.refunds.began(event.request_key):
            counts_on = self._shared.where_the_money_is(payment, event, now)
        recorded = False
        for part, said in (*self._shared.ended_with(payment, event, now), *counts_on):
            self._touched[part.row.order_id] = None
            recorded |= self._adopt(part, gateway, said.id) or self._book.record(part, said, gateway=gateway)
        self._by_key.setdefault(event.request_key, payment)
        if payment.row.gateway_reference:
            self._shared.add(payment)
            for row in self._said_before(payment):
                self._adopt(payment, row.gateway, row.event_id)
        return Taken(recorded)

    def news(self) -> tuple[StreamEvent, ...]:
        """What happened to the orders since last asked."""
        touched, self._touched = self._touched, {}
        return tuple(event for order_id in touched for event in self._book.take_events(order_id))

    def write(self) -> None:
        self._unit.write(SQL.insert_events, self._kept, now=self._unit.now)
        self._book.write()

    def _payment(self, gateway: str, event: GatewayEvent) -> Payment | None:
        """Found by the act it tells of, else by the gateway's name of the payment."""
        return self._by_key.get(event.request_key) or self._shared.origin(gateway, event.gateway_reference)

    def _said_before(self, payment: Payment) -> list[EventRow]:
        return [
            row
            for row in self._unknown.values()
            if (row.gateway, row.gateway_reference) == (payment.row.gateway, payment.row.gateway_reference)
        ]

    def _adopt(self, payment: Payment, gateway: str, event_id: str) -> bool:
        row = self._unknown.pop((gateway, event_id), None)
        if row is not None:
            self._book.adopt(payment, row)
        return row is not None

    def _keep(self, gateway: str, event: GatewayEvent) -> Taken:
        if (gateway, event.id) in self._unknown:
            return Taken(recorded=False, unknown=True)
        (event_id,) = self._ids.take(1)
        row = EventRow(
            event_id,
            None,
            gateway,
            event.id,
            event.kind,
            event.outcome,
            event.amount_minor,
            event.request_key,
            event.occurred_at,
            event.gateway_reference,
            event.reason,
            "",
            event.expires_at,
        )
        self._kept.append(row)
        self._unknown[gateway, event.id] = row
        told = UnknownPaymentReported(
            gateway=gateway,
            event_id=event.id,
            about=event.kind,
            outcome=event.outcome,
            amount_minor=event.amount_minor,
            gateway_reference=event.gateway_reference,
        )
        return Taken(recorded=True, unknown=True, events=(StreamEvent(gateway_stream(gateway), told),))
