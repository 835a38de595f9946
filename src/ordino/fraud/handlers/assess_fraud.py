"""Assess orders: read the rules once, count what they ask for, score, keep the score with its reasons."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fraud.commands import Assessed, AssessFraud
from ordino.fraud.decide.score import OrderFacts, score_order, total_points, windows_of
from ordino.fraud.events import OrderAssessed
from ordino.fraud.facts import (
    SQL,
    Policies,
    Policy,
    StoredAssessment,
    count_windows,
    destination_of,
    read_assessments,
    read_orders,
    read_policies,
)
from ordino.fraud.rows import FraudReason
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem, StateRefuses
from ordino.orders.events import order_stream
from ordino.orders.lifecycle import ORDER
from ordino.orders.locking import LockedOrder, lock_orders


class _AssessmentRow(Record, frozen=True):
    order_id: int
    state: str
    score: int
    hold_at: int
    reasons: tuple[FraudReason, ...]
    gateway_risk: int | None


@handles(AssessFraud)
def assess_fraud(unit: Unit, commands: Sequence[AssessFraud]) -> list[Decision]:
    """Where no rules are set for the channels of the batch, reading that is all it costs."""
    policies = read_policies(unit)
    covered = sorted({command.order_id for command in commands if policies.may_cover(command.channel_id)})
    if not covered:
        return [Done(Assessed(order_id=command.order_id)) for command in commands]
    orders = lock_orders(unit, covered)
    desk = _Desk(unit, policies, orders, commands)
    decisions = [
        desk.decide(command) if policies.may_cover(command.channel_id) else Done(Assessed(order_id=command.order_id))
        for command in commands
    ]
    desk.write()
    return decisions


class _Desk:
    """What is known of a batch's orders, and what is found about them."""

    def __init__(
        self, unit: Unit, policies: Policies, orders: dict[int, LockedOrder], commands: Sequence[AssessFraud]
    ) -> None:
        self._unit = unit
        self._orders = orders
        self._policies = {
            order.id: policy for order in orders.values() if (policy := policies.of(order.channel_id)) is not None
        }
        self._before = read_assessments(unit, sorted(self._policies))
        self._facts = read_orders(unit, self._risks(commands))
        unit.write(SQL.upsert_destinations, [destination_of(order) for order in self._facts.values()])
        windows = [
            window
            for order in self._facts.values()
            for window in windows_of(order, self._policies[order.order_id].rules)
        ]
        self._counts = count_windows(unit, self._facts, windows)
        self._rows: dict[int, _AssessmentRow] = {}

    def _risks(self, commands: Sequence[AssessFraud]) -> dict[int, int | None]:
        """The gateway's scores: those known before, and those that the commands bring."""
        known = {order_id: before.gateway_risk for order_id, before in self._before.items()}
        given = {command.order_id: command.gateway_risk for command in commands if command.gateway_risk is not None}
        return {order_id: given.get(order_id, known.get(order_id)) for order_id in self._policies}

    def decide(self, command: AssessFraud) -> Decision:
        problem = self._problem(command)
        if problem is not None:
            return Refused(problem)
        policy = self._policies.get(command.order_id)
        if policy is None:
            return Done(Assessed(order_id=command.order_id))
        return self._assess(self._facts[command.order_id], policy)

    def _problem(self, command: AssessFraud) -> Problem | None:
        order = self._orders.get(command.order_id)
        if order is None:
            return NotFound(what="order", reference=str(command.order_id))
        if command.gateway_risk is not None and not 0 <= command.gateway_risk <= 100:
            return InvalidInput(field="gateway_risk", reason="must be 0 to 100.")
        if ORDER.target(order.state, "HoldOrder") is None:
            subject, permitted = f"Order {order.id}", ORDER.permitted(order.state)
            return StateRefuses(subject=subject, state=order.state, command="AssessFraud", permitted=permitted)
        return None

    def _assess(self, order: OrderFacts, policy: Policy) -> Done:
        reasons = score_order(order, policy.rules, self._counts)
        score, before = total_points(reasons), self._before.get(order.order_id)
        suspected = score >= policy.hold_at and (before is None or before.state == "passed")
        state = "suspected" if suspected else before.state if before is not None else "passed"
        self._before[order.order_id] = StoredAssessment(order.order_id, state, order.gateway_risk)
        self._rows[order.order_id] = _AssessmentRow(
            order.order_id, state, score, policy.hold_at, reasons, order.gateway_risk
        )
        event = OrderAssessed(
            order_id=order.order_id, score=score, hold_at=policy.hold_at, reasons=reasons, suspected=suspected
        )
        result = Assessed(order_id=order.order_id, state=state, score=score, hold_at=policy.hold_at, reasons=reasons)
        return Done(result, (StreamEvent(order_stream(order.order_id), event),))

    def write(self) -> None:
        self._unit.write(SQL.upsert_assessments, list(self._rows.values()), now=self._unit.now)
