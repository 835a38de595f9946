"""The payments of a batch's orders, locked, while its commands are decided one after another; written once at the end."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import structs

from ordino.engine import Unit
from ordino.kernel.messages import Decision, Done, Event, Record, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.orders.events import order_stream
from ordino.orders.ids import Ids
from ordino.orders.lifecycle import ORDER
from ordino.orders.locking import LockedOrder
from ordino.orders.money_facts import PaymentFacts, write_payment_facts
from ordino.payments.commands import OrderPaid, PaymentCommand
from ordino.payments.covering import Covering
from ordino.payments.decide.coverage import OrderSums, sums_of
from ordino.payments.events import PaymentAuthorized, PaymentCaptured
from ordino.payments.facts import SQL, read_money
from ordino.payments.gateway import GatewayEvent, gateway_of
from ordino.payments.lifecycle import ENDED, PERMITTED
from ordino.payments.payment import Payment
from ordino.payments.refunds import RefundBook
from ordino.payments.rows import EventRow, PaymentRow
from ordino.payments.telling import Change, tell

_EVENTS_A_COMMAND = 2


class _Adopted(Record, frozen=True):
    id: int
    payment_id: int


class PaymentBook:
    """What handlers of payments decide with: `record` what was asked or said, `done` to answer a command, `write` to end."""

    def __init__(self, unit: Unit, order_ids: Iterable[int], *, commands: int) -> None:
        money = read_money(unit, order_ids)
        self._unit = unit
        self._orders = money.orders
        self._payments: dict[int, list[Payment]] = {}
        self._event_ids = Ids(unit, "payments_event_id_seq", block=_EVENTS_A_COMMAND * commands)
        self._known = {(event.gateway, event.event_id) for event in money.events}
        self._rows: list[EventRow] = []
        self._adopted: list[_Adopted] = []
        self._told: dict[int, list[Event]] = {}
        self.refunds = RefundBook(unit, money.refunds)
        self.covering = Covering(unit, money.coverage)
        events: dict[int, list[EventRow]] = {}
        for event in money.events:
            assert event.payment_id is not None
            events.setdefault(event.payment_id, []).append(event)
        for row in money.payments:
            self._payments.setdefault(row.order_id, []).append(Payment(row, events.get(row.id, [])))
        self._expire_what_is_due()

    def order(self, order_id: int, command: type[PaymentCommand]) -> LockedOrder | Problem:
        """The order, or why the command cannot be carried out on it."""
        order = self._orders.get(order_id)
        if order is None:
            return NotFound(what="order", reference=str(order_id))
        if order.state not in PERMITTED[command.kind()]:
            return StateRefuses(
                subject=f"Order {order_id}",
                state=order.state,
                command=command.kind(),
                permitted=ORDER.permitted(order.state),
            )
        return order

    def orders(self) -> list[LockedOrder]:
        """The orders that exist."""
        return list(self._orders.values())

    def payments(self, order_id: int) -> list[Payment]:
        """The payments of an order, the oldest first."""
        return self._payments.get(order_id, [])

    def payment(self, order_id: int, payment_id: int) -> Payment | None:
        return next((payment for payment in self.payments(order_id) if payment.row.id == payment_id), None)

    def begin(self, order: LockedOrder, payment_id: int, gateway: str, method: str, token: str = "") -> Payment:
        """A new payment of the order."""
        return self._begin(PaymentRow(payment_id, order.id, gateway, method, order.currency, "", token))

    def begin_part(self, order: LockedOrder, payment_id: int, origin: PaymentRow) -> Payment:
        """A part of another order's payment as a payment of this one."""
        return self._begin(
            PaymentRow(
                payment_id,
                order.id,
                origin.gateway,
                origin.method,
                order.currency,
                origin.gateway_reference,
                origin.token,
                origin_id=origin.origin_id or origin.id,
            )
        )

    def record(self, payment: Payment, said: GatewayEvent, *, gateway: str = "", reference: str = "") -> bool:
        """Count what was asked of or said by a gateway, and tell what it changes; a repetition changes nothing."""
        gateway = gateway or payment.row.gateway
        if (gateway, said.id) in self._known:
            return False
        (event_id,) = self._event_ids.take(1)
        row = _event_row(event_id, payment, gateway, said, reference)
        self._rows.append(row)
        self._take(payment, row)
        return True

    def adopt(self, payment: Payment, row: EventRow) -> None:
        """Count what was said before the payment was known."""
        self._adopted.append(_Adopted(row.id, payment.row.id))
        self._take(payment, row)

    def sums(self, order_id: int) -> OrderSums:
        return sums_of(
            (payment.amounts(self._unit.now), self.refunds.waiting_minor(payment.row.id))
            for payment in self.payments(order_id)
        )

    def excess_minor(self, order: LockedOrder) -> int:
        """What was captured beyond what is due and is not on its way back."""
        return self.sums(order.id).excess_minor(order.total_minor - order.credited_minor)

    def refundable_minor(self, payment: Payment) -> int:
        """What can still be given back of a payment: refunds that wait for somebody count as given."""
        return max(0, payment.amounts(self._unit.now).refundable_minor - self.refunds.waiting_minor(payment.row.id))

    def tell(self, order_id: int, event: Event) -> None:
        self._told.setdefault(order_id, []).append(event)

    def take_events(self, order_id: int) -> tuple[StreamEvent, ...]:
        """What happened to the order since last asked, and whether it is covered now where that is new."""
        order = self._orders[order_id]
        told = self._told.pop(order_id, [])
        told += self.covering.news(order, self.sums(order_id))
        return tuple(StreamEvent(order_stream(order_id), event) for event in told)

    def done(
        self,
        order_id: int,
        *,
        payment_ids: tuple[int, ...] = (),
        refund_ids: tuple[int, ...] = (),
        missing_minor: int = 0,
    ) -> Decision:
        """The command was carried out: the order's money now, and what happened, something `missing_minor` included."""
        if missing_minor:
            missing = self.covering.missing(self._orders[order_id], missing_minor)
            self.tell(order_id, structs.replace(missing, uncaptured_minor=missing_minor))
        events = self.take_events(order_id)
        return Done(self.result(order_id, payment_ids, refund_ids, missing_minor), events)

    def result(
        self,
        order_id: int,
        payment_ids: tuple[int, ...] = (),
        refund_ids: tuple[int, ...] = (),
        missing_minor: int = 0,
    ) -> OrderPaid:
        """The order's money as it stands."""
        sums = self.sums(order_id)
        return OrderPaid(
            order_id=order_id,
            currency=self._orders[order_id].currency,
            authorized_minor=sums.open_minor,
            captured_minor=sums.captured_minor,
            refunded_minor=sums.refunded_minor,
            pending_minor=sums.pending_minor,
            missing_minor=missing_minor,
            payment_ids=payment_ids,
            refund_ids=refund_ids,
        )

    def write(self) -> None:
        """Write what began and what changed, and the sums on the orders."""
        now = self._unit.now
        changed = [payment for payments in self._payments.values() for payment in payments if payment.changed]
        begun = [payment.folded_row(now) for payment in changed if payment.begins]
        others = [payment.folded_row(now) for payment in changed if not payment.begins]
        self._unit.write(SQL.insert_payments, begun, now=now)
        self._unit.write(SQL.update_payments, others)
        self._unit.write(SQL.insert_events, self._rows, now=now)
        self._unit.write(SQL.adopt_events, self._adopted)
        self.refunds.write()
        self.covering.write()
        order_ids = sorted({row.order_id for row in (*begun, *others)})
        write_payment_facts(self._unit, [self._facts(order_id) for order_id in order_ids])

    def _begin(self, row: PaymentRow) -> Payment:
        payment = Payment(row, [], begins=True)
        self._payments.setdefault(row.order_id, []).append(payment)
        return payment

    def _facts(self, order_id: int) -> PaymentFacts:
        sums = self.sums(order_id)
        return PaymentFacts(order_id, sums.open_minor, sums.captured_minor, sums.refunded_minor)

    def _take(self, payment: Payment, row: EventRow) -> None:
        self._known.add((row.gateway, row.event_id))
        open_minor = payment.amounts(self._unit.now).capturable_minor
        before, after = payment.take(row)
        refund = self.refunds.of_act(after)
        change = Change(payment, row, before, after, open_minor=open_minor, refund=refund)
        if refund is not None:
            self.refunds.follow(refund, change)
        for event in tell(change):
            self.tell(payment.row.order_id, self._judged(payment, event))

    def _judged(self, payment: Payment, event: Event) -> Event:
        """Say with money that comes in whether the order needs it."""
        order = self._orders[payment.row.order_id]
        if isinstance(event, PaymentAuthorized):
            open_minor = self.covering.invoice_open_minor(order.id) if order.payment_terms == "prepaid" else 0
            return structs.replace(event, unneeded=order.state in ENDED, invoice_open_minor=open_minor)
        if isinstance(event, PaymentCaptured):
            excess_minor = self.excess_minor(order)
            if order.state in ENDED or not _is_by_hand(payment):
                return structs.replace(event, excess_minor=excess_minor)
            return structs.replace(event, overpaid_minor=excess_minor)
        return event

    def _expire_what_is_due(self) -> None:
        """Tell of authorizations whose time has run out, wherever they are met."""
        for payment in (payment for payments in self._payments.values() for payment in payments):
            if payment.row.expires_at is not None and payment.row.expires_at <= self._unit.now:
                left_minor = payment.amounts(self._unit.now).expired_minor
                if left_minor and not payment.count("expire"):
                    self.record(payment, _expiry(payment, payment.row.expires_at, left_minor))


def _is_by_hand(payment: Payment) -> bool:
    gateway = gateway_of(payment.row.gateway)
    return gateway is not None and gateway.by_hand


def _expiry(payment: Payment, expires_at: datetime, left_minor: int) -> GatewayEvent:
    key = f"payment/{payment.row.id}/expire"
    return GatewayEvent(
        id=f"{key}/{expires_at:%Y%m%dT%H%M%S}",
        kind="expire",
        outcome="succeeded",
        amount_minor=left_minor,
        occurred_at=expires_at,
        request_key=key,
    )


def _event_row(event_id: int, payment: Payment, gateway: str, said: GatewayEvent, reference: str) -> EventRow:
    return EventRow(
        event_id,
        payment.row.id,
        gateway,
        said.id,
        said.kind,
        said.outcome,
        said.amount_minor,
        said.request_key,
        said.occurred_at,
        said.gateway_reference,
        said.reason,
        reference,
        said.expires_at,
    )
