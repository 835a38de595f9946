"""The database holds the rules of keys by itself: each constraint is hit once."""

from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

KEY: dict[str, Any] = {
    "name": "webshop", "prefix": "ordino_1", "secret_hash": "a" * 64, "previous_hash": "b" * 64,
    "previous_until": "2026-03-03T09:00Z", "scopes": ["orders:write"], "requests_per_minute": 60,
    "issued_at": "2026-03-02T09:00Z", "issued_by": "ada",
}  # fmt: skip

CHECKS = [
    ("access_api_key_name_not_blank", {**KEY, "name": " "}),
    ("access_api_key_secret_format", {**KEY, "secret_hash": "A" * 64}),
    ("access_api_key_previous_until", {**KEY, "previous_until": None}),
    ("access_api_key_scopes_given", {**KEY, "scopes": []}),
    ("access_api_key_requests_range", {**KEY, "requests_per_minute": 0}),
    ("access_api_key_expiry_later", {**KEY, "expires_at": "2026-03-02T09:00Z"}),
    ("access_api_key_revoked_by_somebody", {**KEY, "revoked_at": "2026-03-02T09:00Z"}),
]
TOKEN: dict[str, Any] = {
    "token_id": "a" * 22, "key_id": 1, "expires_at": "2026-03-02T09:10Z", "revoked_at": "2026-03-02T09:00Z",
}  # fmt: skip
TOKEN_CHECKS = [
    ("access_revoked_token_id", {**TOKEN, "token_id": "a"}),
    ("access_revoked_token_still_alive", {**TOKEN, "revoked_at": "2026-03-02T09:10Z"}),
]
OTHER = {"name": "other", "secret_hash": "c" * 64, "previous_hash": "d" * 64}
UNIQUES = [
    ("access_api_key_name_unique", {**KEY, **OTHER, "name": KEY["name"]}),
    ("access_api_key_secret_unique", {**KEY, **OTHER, "secret_hash": KEY["secret_hash"]}),
    ("access_api_key_previous_unique", {**KEY, **OTHER, "previous_hash": KEY["previous_hash"]}),
]


@pytest.mark.parametrize(("constraint", "row"), CHECKS + TOKEN_CHECKS, ids=[name for name, _ in CHECKS + TOKEN_CHECKS])
def test_a_wrong_row_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, row: dict[str, Any]
) -> None:
    with pytest.raises(errors.CheckViolation) as refusal:
        insert(tamper, "access_api_key" if constraint.startswith("access_api_key") else "access_revoked_token", row)
    assert refusal.value.diag.constraint_name == constraint


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("constraint", "row"), UNIQUES, ids=[name for name, _ in UNIQUES])
def test_a_second_row_of_a_key_is_refused_by_the_name_of_the_rule(
    tamper: "psycopg.Connection[tuple[Any, ...]]", constraint: str, row: dict[str, Any]
) -> None:
    insert(tamper, "access_api_key", KEY)
    with pytest.raises(errors.UniqueViolation) as refusal:
        insert(tamper, "access_api_key", row)
    assert refusal.value.diag.constraint_name == constraint


def test_no_constraint_is_left_out(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "access") == {name for name, _ in CHECKS + TOKEN_CHECKS + UNIQUES}
