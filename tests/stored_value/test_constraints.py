"""Each rule of the database is hit once: what Python would not do is refused there, too."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

AT = "2026-03-02 09:00+00"
HASH = "a" * 64
CARD = {"kind": "gift_card", "currency": "GBP", "code_hash": "b" * 64, "last_four": "C4VN", "opened_at": AT}
CREDIT = {"kind": "store_credit", "currency": "GBP", "customer_id": 7, "opened_at": AT}
HELD = {"account_id": 1, "order_id": 1, "payment_id": 1, "request_key": "b", "amount_minor": 10, "reserved_at": AT}
MOVED = {
    "account_id": 1,
    "kind": "issue",
    "from_account": "sold",
    "to_account": "customer",
    "amount_minor": 5,
    "moved_by": "x",
    "moved_at": AT,
}
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "stored_value_account_code_once": ("stored_value_account", {**CARD, "code_hash": HASH}),
    "stored_value_account_customer_once": ("stored_value_account", CREDIT),
    "stored_value_account_known_by": ("stored_value_account", {**CARD, "code_hash": None}),
    "stored_value_account_never_overdrawn": ("stored_value_account", {**CARD, "reserved_minor": 1}),
    "stored_value_account_currency": ("stored_value_account", {**CARD, "currency": "gbp"}),
    "stored_value_reservation_key_once": ("stored_value_reservation", {**HELD, "request_key": "a"}),
    "stored_value_reservation_positive": ("stored_value_reservation", {**HELD, "amount_minor": 0}),
    "stored_value_reservation_adds_up": (
        "stored_value_reservation",
        {**HELD, "redeemed_minor": 6, "released_minor": 5},
    ),
    "stored_value_movement_key_once": ("stored_value_movement", {**MOVED, "request_key": "a"}),
    "stored_value_movement_positive": ("stored_value_movement", {**MOVED, "amount_minor": 0}),
    "stored_value_movement_between": ("stored_value_movement", {**MOVED, "to_account": "orders"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str, engine: TestEngine, tamper: "psycopg.Connection[tuple[Any, ...]]") -> None:
    table, row = BROKEN[name]
    insert(tamper, "stored_value_account", {**CARD, "id": 1, "code_hash": HASH})
    insert(tamper, "stored_value_account", {**CREDIT, "id": 2})
    insert(tamper, "stored_value_reservation", {**HELD, "id": 1, "request_key": "a"})
    insert(tamper, "stored_value_movement", {**MOVED, "id": 1, "request_key": "a"})
    row = {"id": 9, **row}
    with pytest.raises(errors.IntegrityError) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == name


def test_every_constraint_is_hit(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "stored_value") - BROKEN.keys() == set()


def test_nothing_is_changed_outside_of_a_command(engine: TestEngine) -> None:
    with pytest.raises(errors.InsufficientPrivilege), engine.connection() as connection:
        insert(connection, "stored_value_account", CARD)
