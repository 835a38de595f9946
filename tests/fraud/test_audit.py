"""The audit finds assessments clean, and names what was falsified."""

from typing import Any

import psycopg
import pytest

from ordino.fraud.rows import FirstOrder, MoneyLimit, OrderValue
from ordino.simulation.audit import audit
from tests.fraud.world import FraudWorld

Named = list[tuple[str, str, str, str]]


@pytest.fixture
def order_id(world: FraudWorld) -> int:
    """A suspected order of 60 points, and one that was accepted."""
    world.rules(OrderValue(points=50, limits=(MoneyLimit("GBP", 50_000),)), FirstOrder(points=10))
    order_id = world.buy("600.00", email="a@b.example")
    world.review(world.buy("700.00", email="a@b.example"), "accept")
    return order_id


def differences(world: FraudWorld) -> Named:
    with world.engine.reader() as reader:
        found = audit(reader, now=world.engine.clock()).differences
    return [(row.rule, row.figure, row.expected, row.found) for row in found]


@pytest.mark.parametrize(
    ("falsified", "named"),
    [
        (
            "update fraud_assessment set score = 10 where state = 'suspected'",
            [("S1", "score", "60", "10"), ("E6", "score", "60", "10")],
        ),
        (
            "update fraud_assessment set state = 'passed' where state = 'suspected'",
            [("E6", "state", "suspected", "passed")],
        ),
        (
            "update fraud_assessment set reasons = '[]' where state = 'suspected'",
            [("S1", "score", "0", "60")],
        ),
        (
            "update fraud_assessment set verdict = 'reject' where state = 'reviewed'",
            [("E6", "verdict", "accept", "reject")],
        ),
        (
            "delete from fraud_assessment where state = 'suspected'",
            [("E6", "assessment", "an assessment", "none")],
        ),
    ],
)
def test_what_was_falsified_is_named(
    world: FraudWorld,
    order_id: int,
    tamper: "psycopg.Connection[tuple[Any, ...]]",
    falsified: str,
    named: Named,
) -> None:
    assert differences(world) == []

    tamper.execute(falsified.encode())

    assert differences(world) == named
