"""Every state × every command: what the table permits leads where it says, what it does not permit changes nothing."""

import pytest

from ordino.fraud.commands import AssessFraud, ReviewFraud
from ordino.fraud.lifecycle import ASSESSMENT
from ordino.fraud.rows import GatewayRisk
from ordino.kernel.problems import StateRefuses
from tests.fraud.world import FraudWorld


def assessment_in(world: FraudWorld, state: str) -> int:
    world.rules(GatewayRisk(points=60, score=75))
    order_id = world.buy()
    if state != "passed":
        world.assess(order_id, gateway_risk=90)
    if state == "reviewed":
        world.review(order_id, "accept")
    return order_id


@pytest.mark.parametrize("state", ASSESSMENT.states)
def test_a_score_that_reaches_the_threshold_is_suspected_until_a_person_decides(world: FraudWorld, state: str) -> None:
    order_id = assessment_in(world, state)

    world.completed(AssessFraud(order_id=order_id, gateway_risk=90))

    found = world.assessment(order_id)
    assert found is not None
    assert found.state == (ASSESSMENT.target(state, "AssessFraud") or state)


@pytest.mark.parametrize("state", ASSESSMENT.states)
def test_a_person_decides_once(world: FraudWorld, state: str) -> None:
    order_id = assessment_in(world, state)
    target = ASSESSMENT.target(state, "ReviewFraud")

    if target is None:
        assert isinstance(world.refused(ReviewFraud(order_id=order_id, verdict="accept")), StateRefuses)
        return
    world.review(order_id, "accept")
    found = world.assessment(order_id)
    assert found is not None
    assert found.state == target
