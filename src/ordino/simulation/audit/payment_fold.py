"""M4: what a payment comes to is the fold of what was asked and said of it, folded again."""

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import structs

from ordino.kernel.messages import Record
from ordino.payments.decide.fold import PaymentAmounts, fold
from ordino.payments.gateway import EventKind, GatewayOutcome
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL, OrderRange
from ordino.simulation.audit.snapshot import Snapshot

_BEFORE_ANY_END = datetime.min.replace(tzinfo=UTC)


class _PaymentRow(Record, frozen=True):
    """A payment's number, then its amounts in the order of PaymentAmounts."""

    id: int
    authorized_minor: int
    captured_minor: int
    refunded_minor: int
    voided_minor: int
    expired_minor: int
    disputed_minor: int
    capturable_minor: int
    authorize_pending_minor: int
    capture_pending_minor: int
    refund_pending_minor: int
    expires_at: datetime | None

    def amounts(self) -> PaymentAmounts:
        return PaymentAmounts(*structs.astuple(self)[1:])


class _EventRow(Record, frozen=True):
    payment_id: int
    kind: EventKind
    outcome: GatewayOutcome
    amount_minor: int
    request_key: str
    expires_at: datetime | None


def compare_payments(snapshot: Snapshot, orders: OrderRange) -> Iterator[Finding]:
    """Payments whose cached amounts are not the fold of their events: as it is now, or before anybody met an end that is due."""
    bounds = {"first": orders.first, "last": orders.last}
    events: dict[int, list[_EventRow]] = {}
    for event in snapshot.reader.fetch(SQL.select_payment_events, _EventRow, **bounds):
        events.setdefault(event.payment_id, []).append(event)
    for row in snapshot.reader.fetch(SQL.select_payments, _PaymentRow, **bounds):
        said = events.get(row.id, [])
        untouched, expected = fold(said, _BEFORE_ANY_END), fold(said, snapshot.now)
        if row.amounts() in (expected, untouched):
            continue
        for figure in PaymentAmounts.__struct_fields__:
            should, found = getattr(untouched, figure), getattr(row, figure)
            if should != found:
                yield Finding(f"payment {row.id}", figure, str(should), str(found))
