"""What the database itself refuses, whatever the code believes."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.support.constraints import insert, named_constraints

Connection = psycopg.Connection[tuple[Any, ...]]
QUOTE = {"channel_id": 1, "newest_revision": 1, "created_at": "2026-03-02T09:00Z"}
REVISION = {
    "quote_id": 1,
    "number": 1,
    "state": "ordered",
    "content": "{}",
    "customer_name": "Ada",
    "total_minor": 9500,
    "currency": "GBP",
    "valid_until": "2026-03-31",
    "expires_at": "2026-04-01T00:00Z",
    "drafted_at": "2026-03-02T09:00Z",
    "changed_at": "2026-03-02T09:00Z",
    "order_id": 7,
}
OTHER = REVISION | {"quote_id": 2, "order_id": 8}
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "quotes_quote_newest_revision": ("quotes_quote", QUOTE | {"newest_revision": 0}),
    "quotes_revision_state": ("quotes_revision", OTHER | {"state": "forgotten", "order_id": None}),
    "quotes_revision_number": ("quotes_revision", OTHER | {"number": 0}),
    "quotes_revision_valid_when_drafted": ("quotes_revision", OTHER | {"expires_at": "2026-03-02T09:00Z"}),
    "quotes_revision_order_once_ordered": ("quotes_revision", OTHER | {"state": "sent"}),
    "quotes_revision_one_live": ("quotes_revision", REVISION | {"number": 2, "order_id": 8}),
    "quotes_revision_order_of_one_quote": ("quotes_revision", OTHER | {"order_id": 7}),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(tamper: Connection, constraint: str) -> None:
    table, row = BROKEN[constraint]
    with tamper.transaction(force_rollback=True):
        insert(tamper, "quotes_quote", QUOTE)
        insert(tamper, "quotes_revision", REVISION)
        with pytest.raises(errors.IntegrityError) as failure:
            insert(tamper, table, row)
    assert failure.value.diag.constraint_name == constraint


def test_every_rule_of_the_database_is_hit(tamper: Connection) -> None:
    assert set(BROKEN) == named_constraints(tamper, "quotes")


def test_nothing_is_changed_outside_a_command(engine: Any) -> None:
    with engine.connection() as connection, pytest.raises(psycopg.Error):
        insert(connection, "quotes_quote", QUOTE)
