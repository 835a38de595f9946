"""What an audit says of falsified payments; every difference that follows, and no other."""

from typing import Any

import psycopg
import pytest

from ordino.engine import Reader
from ordino.orders.commands import CancelOrder
from ordino.payments.commands import ExpireAuthorizations, RefundOrder
from ordino.simulation.audit import AuditReport, audit
from tests.payments.till import Till

# What is falsified, and what the audit must name: rule, figure, expected, found.
TAMPERED: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "update payments_payment set captured_minor = 5999 where id = {payment}",
        (
            ("M4", "captured_minor", "6000", "5999"),
            ("S2", "captured_minor", "5999", "6000"),
            ("E6", "captured_minor", "6000", "5999"),
        ),
    ),
    (
        "update payments_payment set authorized_minor = 10001 where id = {payment}",
        (("M4", "authorized_minor", "10000", "10001"), ("E6", "authorized_minor", "10000", "10001")),
    ),
    (
        "alter table payments_payment drop constraint payments_payment_refunded_captured; "
        "update payments_payment set refunded_minor = 6001 where id = {payment}",
        (
            ("M3", "refunded_minor", "at most 6000", "6001"),
            ("M4", "refunded_minor", "2000", "6001"),
            ("S2", "refunded_minor", "6001", "2000"),
            ("E6", "refunded_minor", "2000", "6001"),
        ),
    ),
    (
        "update payments_payment set capturable_minor = 3999 where id = {payment}",
        (
            ("M4", "capturable_minor", "4000", "3999"),
            ("S2", "authorized_minor", "3999", "4000"),
        ),
    ),
    (
        "delete from payments_event where payment_id = {payment} and kind = 'capture' and outcome = 'succeeded'",
        (
            ("M4", "captured_minor", "2000", "6000"),
            ("M4", "capturable_minor", "2000", "4000"),
            ("M4", "capture_pending_minor", "6000", "0"),
        ),
    ),
    (
        "update payments_event set amount_minor = 6100 where payment_id = {payment} and kind = 'capture'",
        (("M4", "captured_minor", "6100", "6000"), ("M4", "capturable_minor", "3900", "4000")),
    ),
    (
        "update orders_order set captured_minor = 6001 where id = {order}",
        (("S2", "captured_minor", "6000", "6001"), ("M5", "net captured", "4001", "4000")),
    ),
    (
        "update payments_refund set state = 'failed' where order_id = {order}",
        (("S1", "state", "succeeded", "failed"),),
    ),
    (
        "update payments_refund set state = 'approved', amount_minor = 4001 where order_id = {order}",
        (("M3", "refunds under way", "at most 4000", "4001"), ("S1", "state", "succeeded", "approved")),
    ),
    (
        "update payments_coverage set covered = true where order_id = {order}",
        (("S4", "covered", "10000", "8000"),),
    ),
    (
        "update engine_event set data = jsonb_set(data::jsonb, '{{amount_minor}}', '5000')::json "
        "where stream = 'order/{order}' and kind = 'PaymentCaptured'",
        (("E6", "captured_minor", "5000", "6000"),),
    ),
)


@pytest.fixture
def order_id(till: Till) -> int:
    """Authorized 100.00, captured 60.00, given back 20.00."""
    order_id = till.order("100.00")
    till.authorize(order_id, 10000)
    till.capture(order_id, 6000)
    till.refund(order_id, 2000)
    return order_id


def report(till: Till, connection: "psycopg.Connection[tuple[Any, ...]]") -> AuditReport:
    return audit(Reader(connection), now=till.engine.clock())


@pytest.mark.parametrize(("falsified", "named"), TAMPERED, ids=[falsified[:60] for falsified, _ in TAMPERED])
def test_what_is_falsified_is_named(
    till: Till,
    order_id: int,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    falsified: str,
    named: tuple[tuple[str, str, str, str], ...],
) -> None:
    ((payment_id,),) = till.payments(order_id, "id")
    assert report(till, tamper).differences == ()

    with tamper.transaction(force_rollback=True):
        for statement in falsified.split(";"):
            tamper.execute(statement.format(order=order_id, payment=payment_id))  # type: ignore[call-overload]
        found = report(till, tamper).differences

    things = {f"order {order_id}", f"payment {payment_id}", f"refund {till.refunds(order_id, 'id')[0][0]}"}
    assert [(one.rule, one.figure, one.expected, one.found) for one in found] == list(named)
    assert {one.thing for one in found} <= things


def test_the_audit_is_clean_after_everything_that_can_happen_to_payments(
    till: Till, order_id: int, tamper: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    for fault in (
        "timeout_after",
        "timeout_before",
        "unknown",
        "delay",
        "duplicate",
        "disorder",
        "decline",
        "refund:decline",
    ):
        other = till.order("50.00")
        till.authorize(other, 5000, token=fault)
        till.capture(other, 3000)
        till.ask(RefundOrder(order_id=other, amount_minor=1000, reason="scratched", reference="r"))
        assert report(till, tamper).clean
    till.ask(CancelOrder(order_id=other, reason="late"))
    by_hand = till.order("30.00")
    till.receive(by_hand, 3000, "cash")
    till.refund(by_hand, 500)
    while till.work_later():
        assert report(till, tamper).clean
    till.wait(days=8)
    assert report(till, tamper).clean
    till.ask(ExpireAuthorizations())
    assert report(till, tamper).clean
