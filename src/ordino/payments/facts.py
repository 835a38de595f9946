"""Reads in sets what is known of the payments of a batch's orders."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from ordino.engine import Statements, Unit
from ordino.kernel.messages import Record
from ordino.orders.locking import LockedOrder, lock_orders
from ordino.payments.gateway import GatewayEvent
from ordino.payments.rows import EventRow, PaymentRow, RefundRow

SQL = Statements("ordino.payments")


class CoverageRow(Record, frozen=True):
    """Whether an order was said to be covered, whether a hold *payment* is open, and what of its invoices is."""

    order_id: int
    covered: bool
    held: bool
    invoiced_minor: int
    invoice_open_minor: int


class KnownMoney(Record, frozen=True):
    """Locked orders with everything that is known of their payments."""

    orders: dict[int, LockedOrder]
    payments: Sequence[PaymentRow]
    events: Sequence[EventRow]
    refunds: Sequence[RefundRow]
    coverage: Sequence[CoverageRow]


class _RefundOfOrder(Record, frozen=True):
    refund_id: int
    order_id: int


class _EventQuestion(Record, frozen=True):
    gateway: str
    event_id: str
    request_key: str
    gateway_reference: str


class _PolicyRow(Record, frozen=True):
    channel_id: int | None
    approve_refunds_above_minor: int | None


def read_money(unit: Unit, order_ids: Iterable[int]) -> KnownMoney:
    """Lock the orders, then their payments; everything else is asked for behind the locks, in one go."""
    wanted = sorted(set(order_ids))
    orders = lock_orders(unit, wanted) if wanted else {}
    if not orders:
        return KnownMoney({}, (), (), (), ())
    payments = unit.ask(SQL.lock_payments, PaymentRow, order_ids=wanted)
    events = unit.ask(SQL.select_events, EventRow, order_ids=wanted)
    refunds = unit.ask(SQL.select_refunds, RefundRow, order_ids=wanted)
    coverage = unit.ask(SQL.select_coverage, CoverageRow, order_ids=wanted)
    return KnownMoney(
        orders,
        payments.rows(),
        events.rows(),
        refunds.rows(),
        coverage.rows(),
    )


def orders_of_refunds(unit: Unit, refund_ids: Iterable[int]) -> dict[int, int]:
    """The order of each refund that exists."""
    rows = unit.fetch(SQL.select_orders_of_refunds, _RefundOfOrder, refund_ids=sorted(set(refund_ids)))
    return {row.refund_id: row.order_id for row in rows}


class EventFacts(Record, frozen=True):
    """Which orders events tell of, and what was said before of payments that were unknown then."""

    order_ids: list[int]
    unknown: list[EventRow]


def read_event_facts(unit: Unit, said: Iterable[tuple[str, GatewayEvent]]) -> EventFacts:
    """For events by their gateway's code: two statements for any number of them."""
    events = [_EventQuestion(code, event.id, event.request_key, event.gateway_reference) for code, event in said]
    if not events:
        return EventFacts([], [])
    order_ids = unit.fetch_values(SQL.select_orders_of_events, events=events)
    return EventFacts(order_ids, unit.fetch(SQL.select_unknown_events, EventRow, events=events))


class RefundLimits:
    """Above which amount refunds need approval, by channel."""

    def __init__(self, unit: Unit, channel_ids: Iterable[int]) -> None:
        rows = unit.fetch(SQL.select_policies, _PolicyRow, channel_ids=sorted(set(channel_ids)))
        self._limits = {row.channel_id: row.approve_refunds_above_minor for row in rows}

    def needs_approval(self, channel_id: int, amount_minor: int) -> bool:
        limit = self._limits.get(channel_id, self._limits.get(None))
        return limit is not None and amount_minor > limit


def as_event(row: EventRow) -> GatewayEvent:
    """A kept event as the gateway said it."""
    fields = structs.asdict(row)
    return GatewayEvent(
        id=row.event_id, **{name: fields[name] for name in GatewayEvent.__struct_fields__ if name != "id"}
    )
