"""What became of the orders of customers: lost, there twice, paid twice, or as they were told; and the whole audit."""

import sqlite3
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from ordino.engine import Engine, Statements
from ordino.kernel.messages import Record
from ordino.simulation.audit import audit

SQL = Statements("ordino.simulation.faults")
_SETTLED_SECONDS = 90
_LOOK_MS = 200
_CALLS = "select gateway_reference, count(*) from call where kind = 'authorize' and reason = '' group by 1 order by 1"


class Verdict(Record, frozen=True):
    """`lost` and `repeated` are references of orders, `paid_wrongly` orders whose payment differs between books and gateway."""

    acknowledged: int
    paid: int
    lost: tuple[str, ...]
    repeated: tuple[str, ...]
    paid_wrongly: tuple[str, ...]
    differences: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.repeated or self.paid_wrongly or self.differences)


class _Stored(Record, frozen=True):
    reference: str
    order_ids: list[int]


class _Payment(Record, frozen=True):
    order_id: int
    gateway_reference: str
    authorized_minor: int


def wait_until_settled(engine: Engine) -> None:
    """Wait until no call to the outside is open. Raises TimeoutError."""
    deadline = time.monotonic() + _SETTLED_SECONDS
    while True:
        with engine.reader() as reader:
            (still_open,) = reader.fetch_values(SQL.count_open_effects)
        if not still_open:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"{still_open} calls to the outside are still open")
        time.sleep(_LOOK_MS / 1000)


def judge(
    engine: Engine, acknowledged: Mapping[str, int], paid: Collection[int] = (), gateway_memory: Path | None = None
) -> Verdict:
    """Compare what customers were told (orders by reference, orders whose payment was taken on) with what is stored; audit it."""
    with engine.reader() as reader:
        stored = {row.reference: row.order_ids for row in reader.fetch(SQL.select_orders_by_reference, _Stored)}
        payments = reader.fetch(SQL.select_authorizations, _Payment)
        report = audit(reader, now=engine.clock())
    lost = [one for one, order_id in acknowledged.items() if order_id not in stored.get(one, [])]
    return Verdict(
        acknowledged=len(acknowledged),
        paid=len(paid),
        lost=tuple(sorted(lost)),
        repeated=tuple(sorted(reference for reference, ids in stored.items() if len(ids) > 1)),
        paid_wrongly=_paid_wrongly(paid, payments, _taken(gateway_memory)),
        differences=sum(rule.found for rule in report.rules if rule.severity == "difference"),
    )


def _paid_wrongly(paid: Collection[int], payments: Sequence[_Payment], taken: dict[str, int] | None) -> tuple[str, ...]:
    by_order: dict[int, list[_Payment]] = {}
    for payment in payments:
        by_order.setdefault(payment.order_id, []).append(payment)
    wrong = {f"order {order_id}" for order_id in paid if len(by_order.get(order_id, [])) != 1}
    wrong |= {f"order {order_id} twice" for order_id, found in by_order.items() if len(found) > 1}
    if taken is not None:
        told = {payment.gateway_reference: 1 for payment in payments if payment.authorized_minor}
        wrong |= {f"gateway {one}" for one in told.keys() | taken.keys() if told.get(one) != taken.get(one)}
    return tuple(sorted(wrong))


def _taken(gateway_memory: Path | None) -> dict[str, int] | None:
    """How often the gateway has set money aside, by its own reference."""
    if gateway_memory is None or not gateway_memory.exists():
        return None
    with closing(sqlite3.connect(gateway_memory)) as connection:
        return dict(connection.execute(_CALLS).fetchall())
