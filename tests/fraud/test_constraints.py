"""Each rule of the database is hit once: what Python would not do is refused there, too."""

from typing import Any

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Jsonb

from tests.conftest import TestEngine
from tests.support.constraints import insert, named_constraints

AT = "2026-03-02 09:00+00"
ASSESSMENT = {
    "order_id": 1,
    "state": "passed",
    "score": 10,
    "hold_at": 50,
    "reasons": Jsonb([]),
    "assessed_at": AT,
}
POLICY = {"channel_id": None, "hold_at": 50, "updated_at": AT}
RULE = {"policy_id": 1, "position": 1}
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "fraud_policy_hold_at_positive": ("fraud_policy", {**POLICY, "hold_at": 0}),
    "fraud_policy_channel_once": ("fraud_policy", {**POLICY, "id": 2}),
    "fraud_rule_kind_named": ("fraud_rule", {**RULE, "definition": Jsonb({"points": 5})}),
    "fraud_rule_points_range": ("fraud_rule", {**RULE, "definition": Jsonb({"kind": "first_order", "points": 0})}),
    "fraud_assessment_state": ("fraud_assessment", {**ASSESSMENT, "state": "sure"}),
    "fraud_assessment_score_not_negative": ("fraud_assessment", {**ASSESSMENT, "score": -1}),
    "fraud_assessment_gateway_risk_range": ("fraud_assessment", {**ASSESSMENT, "gateway_risk": 101}),
    "fraud_assessment_verdict_by_somebody": ("fraud_assessment", {**ASSESSMENT, "verdict": "accept"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str, engine: TestEngine, tamper: "psycopg.Connection[tuple[Any, ...]]") -> None:
    table, row = BROKEN[name]
    insert(tamper, "fraud_policy", {**POLICY, "id": 1})
    with pytest.raises(errors.IntegrityError) as refusal:
        insert(tamper, table, row)
    assert refusal.value.diag.constraint_name == name


def test_every_constraint_is_hit(engine: TestEngine) -> None:
    with engine.connection() as connection:
        assert named_constraints(connection, "fraud") - BROKEN.keys() == set()


def test_nothing_is_changed_outside_of_a_command(engine: TestEngine) -> None:
    with pytest.raises(errors.InsufficientPrivilege), engine.connection() as connection:
        insert(connection, "fraud_assessment", ASSESSMENT)
