"""A merchant whose orders are assessed."""

from typing import Any

from ordino.fraud.commands import Assessed, AssessFraud, FraudRulesSet, ReviewFraud, SetFraudRules
from ordino.fraud.queries import AssessmentView, assessment_of
from ordino.fraud.rows import FraudRule, Verdict
from ordino.kernel.messages import Command, Refused
from ordino.kernel.problems import Problem
from tests.conftest import TestEngine
from tests.support.merchant import Merchant, line


class FraudWorld(Merchant):
    """The channel `shop` in pounds with goods; rules are set by each test."""

    def __init__(self, engine: TestEngine) -> None:
        super().__init__(engine)
        self.channel()
        self.stock("A", 1000)

    def rules(self, *rules: FraudRule, hold_at: int = 50, channel: str | None = "shop") -> FraudRulesSet:
        result = self.completed(SetFraudRules(channel=channel, hold_at=hold_at, rules=rules)).result
        assert isinstance(result, FraudRulesSet)
        return result

    def buy(self, unit_price: str = "10.00", quantity: int = 1, **terms: Any) -> int:
        """Place an order of A; answers its number."""
        return self.place(line("A", quantity, unit_price), **terms)

    def assess(self, order_id: int, **given: Any) -> Assessed:
        result = self.completed(AssessFraud(order_id=order_id, **given)).result
        assert isinstance(result, Assessed)
        return result

    def review(self, order_id: int, verdict: Verdict, note: str = "") -> None:
        self.completed(ReviewFraud(order_id=order_id, verdict=verdict, note=note))

    def assessment(self, order_id: int) -> AssessmentView | None:
        with self.engine.reader() as reader:
            return assessment_of(reader, order_id)

    def found(self, order_id: int) -> list[tuple[str, int]]:
        """The rules the order has met, with their points."""
        assessment = self.assessment(order_id)
        return [(reason.rule, reason.points) for reason in assessment.reasons] if assessment is not None else []

    def problem(self, command: Command) -> Problem:
        (outcome,) = self.ask(command)
        assert isinstance(outcome, Refused), outcome
        return outcome.problem
