"""What the database itself refuses, whatever the code believes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

Connection = psycopg.Connection[tuple[Any, ...]]
NOW = datetime(2026, 3, 2, tzinfo=UTC)
POLICY = {
    "channel_id": None,
    "window_days": 30,
    "expected_days": 30,
    "restocking_fee_percent": Decimal(0),
    "shipping_paid_by": "customer",
    "refund_shipping": False,
    "not_returnable_skus": "[]",
    "not_returnable_categories": "[]",
    "approve_automatically": False,
    "needs_inspection": True,
    "refund_to": "original",
    "updated_at": NOW,
}
RETURN = {
    "order_id": 1,
    "state": "approved",
    "requested_by": "agent",
    "restocking_fee_percent": Decimal(0),
    "shipping_paid_by": "customer",
    "refund_shipping": False,
    "needs_inspection": True,
    "refund_to": "original",
    "expected_days": 30,
    "expected_until": NOW,
    "requested_at": NOW,
}
LINE = {"return_id": 1, "line_number": 1, "order_id": 1, "sku": "A", "reason": "other", "quantity": 5}
RECEIPT = {"return_id": 1, "line_number": 1, "location_id": 1, "received": 2, "inspected": 1}
REFUND = {
    "id": 1,
    "return_id": 1,
    "order_id": 1,
    "goods_minor": 100,
    "charges_minor": 10,
    "fee_minor": 5,
    "refund_minor": 105,
    "refund_to": "original",
    "decided_by": "test",
    "decided_at": NOW,
}
REFUND_LINE = {
    "order_id": 1,
    "line_number": 1,
    "already": 0,
    "quantity": 1,
    "refund_id": 1,
    "total_minor": 1,
    "tax_minor": 0,
}
EXCHANGE = {"return_id": 1, "refund_id": 1, "credit_minor": 100, "new_order_id": 2, "used_minor": 100}
BROKEN: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "returns_policy_window_days": ("returns_policy", POLICY, {"window_days": -1}),
    "returns_policy_expected_days": ("returns_policy", POLICY, {"expected_days": 0}),
    "returns_policy_restocking_fee": ("returns_policy", POLICY, {"restocking_fee_percent": Decimal(101)}),
    "returns_policy_shipping_paid_by": ("returns_policy", POLICY, {"shipping_paid_by": "nobody"}),
    "returns_policy_refund_to": ("returns_policy", POLICY, {"refund_to": "cash"}),
    "returns_return_state": ("returns_return", RETURN, {"state": "lost", "closed_at": NOW}),
    "returns_return_closed_at": ("returns_return", RETURN, {"state": "closed"}),
    "returns_return_requested_by": ("returns_return", RETURN, {"requested_by": "nobody"}),
    "returns_line_quantity_positive": ("returns_line", LINE, {"quantity": 0}),
    "returns_line_not_negative": ("returns_line", LINE, {"expected": -1}),
    "returns_line_received_within_approved": ("returns_line", LINE, {"expected": 3, "received": 3}),
    "returns_line_inspected_within_received": ("returns_line", LINE, {"received": 1, "restocked": 1, "scrapped": 1}),
    "returns_line_accepted_was_kept": ("returns_line", LINE, {"received": 2, "sent_back": 2, "accepted": 1}),
    "returns_line_refunded_within_accepted": (
        "returns_line",
        LINE,
        {"received": 2, "restocked": 2, "accepted": 2, "refunded": 2, "replaced": 1},
    ),
    "returns_receipt_inspected_within_received": ("returns_receipt", RECEIPT, {"inspected": 3}),
    "returns_refund_adds_up": ("returns_refund", REFUND, {"refund_minor": 106}),
    "returns_refund_fee_within_goods": ("returns_refund", REFUND, {"fee_minor": 101, "refund_minor": 9}),
    "returns_refund_refund_to": ("returns_refund", REFUND, {"refund_to": "cash"}),
    "returns_refund_line_quantity_positive": ("returns_refund_line", REFUND_LINE, {"quantity": 0}),
    "returns_exchange_used_within_credit": ("returns_exchange", EXCHANGE, {"used_minor": 101}),
}


@pytest.fixture
def connection(engine: TestEngine) -> Iterator[Connection]:
    """A transaction that runs a command, as the guards want it, and is rolled back."""
    with engine.connection() as connection, connection.transaction(force_rollback=True):
        connection.execute("select set_config('ordino.command', 'test', true)")
        yield connection


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_a_rule_is_refused(connection: Connection, name: str) -> None:
    table, row, broken = BROKEN[name]
    if table in ("returns_refund_line", "returns_exchange"):
        insert(connection, "returns_refund", REFUND)
    with connection.transaction(force_rollback=True):
        insert(connection, table, row)

    with pytest.raises(errors.CheckViolation) as refusal:
        insert(connection, table, row | broken)

    assert refusal.value.diag.constraint_name == name


def test_a_channel_has_one_policy(connection: Connection) -> None:
    insert(connection, "returns_policy", POLICY)

    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(connection, "returns_policy", POLICY)

    assert refusal.value.diag.constraint_name == "returns_policy_channel_once"


@pytest.mark.parametrize("table", ["returns_refund_line", "returns_refund_charge"])
def test_no_unit_and_no_charge_is_refunded_twice(connection: Connection, table: str) -> None:
    charge = {"order_id": 1, "charge_number": 1, "refund_id": 1, "total_minor": 5, "tax_minor": 1}
    row = REFUND_LINE if table == "returns_refund_line" else charge
    insert(connection, "returns_refund", REFUND)
    insert(connection, table, row)

    with pytest.raises(errors.UniqueViolation):
        insert(connection, table, row)


def test_every_rule_of_the_tables_is_tried_here(connection: Connection) -> None:
    assert named_constraints(connection, "returns") == {*BROKEN, "returns_policy_channel_once"}


def test_no_row_changes_outside_a_command(engine: TestEngine) -> None:
    with engine.connection() as connection, pytest.raises(errors.InsufficientPrivilege):
        insert(connection, "returns_return", RETURN)
