"""Review assessed orders: a person decides, once. What follows (releasing, canceling) is told in the flows."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.fraud.commands import Reviewed, ReviewFraud
from ordino.fraud.events import FraudReviewed
from ordino.fraud.facts import SQL, StoredAssessment, read_assessments
from ordino.fraud.lifecycle import ASSESSMENT
from ordino.fraud.rows import Verdict
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem, StateRefuses
from ordino.kernel.registration import decide_storable
from ordino.orders.events import order_stream
from ordino.orders.locking import lock_orders


class _ReviewRow(Record, frozen=True):
    order_id: int
    verdict: Verdict
    note: str


@handles(ReviewFraud)
def review_fraud(unit: Unit, commands: Sequence[ReviewFraud]) -> list[Decision]:
    """Keep each verdict with who gave it and when."""
    return decide_storable(commands, lambda storable: _review(unit, storable))


def _review(unit: Unit, commands: Sequence[ReviewFraud]) -> list[Decision]:
    orders = lock_orders(unit, (command.order_id for command in commands))
    assessments = read_assessments(unit, sorted(orders))
    rows: list[_ReviewRow] = []
    decisions: list[Decision] = []
    for command in commands:
        problem = _problem(command, assessments.get(command.order_id))
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        rows.append(_ReviewRow(command.order_id, command.verdict, command.note))
        assessments[command.order_id] = StoredAssessment(command.order_id, "reviewed", None)
        event = FraudReviewed(order_id=command.order_id, verdict=command.verdict, note=command.note)
        result = Reviewed(order_id=command.order_id, verdict=command.verdict)
        decisions.append(Done(result, (StreamEvent(order_stream(command.order_id), event),)))
    unit.write(SQL.review_assessments, rows, now=unit.now, reviewed_by=unit.actor.name)
    return decisions


def _problem(command: ReviewFraud, assessment: StoredAssessment | None) -> Problem | None:
    if assessment is None:
        return NotFound(what="fraud assessment of order", reference=str(command.order_id))
    if ASSESSMENT.target(assessment.state, "ReviewFraud") is None:
        return StateRefuses(
            subject=f"The fraud assessment of order {command.order_id}",
            state=assessment.state,
            command="ReviewFraud",
            permitted=ASSESSMENT.permitted(assessment.state),
        )
    return None
