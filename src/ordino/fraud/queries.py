"""Reads of fraud for edges: the review queue, one assessment, and what the rules have been worth."""

from datetime import datetime

from ordino.engine import Reader
from ordino.fraud.facts import SQL, read_reasons
from ordino.fraud.rows import FraudReason
from ordino.kernel.messages import Record

PAGE = 50


class SuspectedOrder(Record, frozen=True):
    """An order that waits for a verdict."""

    order_id: int
    state: str
    score: int
    hold_at: int
    total_minor: int
    currency: str
    customer_name: str
    email: str
    placed_at: datetime
    reasons: tuple[FraudReason, ...]


class AssessmentView(Record, frozen=True):
    """What was found and decided about one order."""

    order_id: int
    state: str
    score: int
    hold_at: int
    reasons: tuple[FraudReason, ...]
    gateway_risk: int | None
    assessed_at: datetime
    verdict: str | None
    note: str
    reviewed_by: str | None
    reviewed_at: datetime | None


class RuleResult(Record, frozen=True):
    """How many orders met a rule, and what people decided about them: what a rule is worth."""

    rule: str
    orders: int
    accepted: int
    rejected: int


class _QueueRow(Record, frozen=True):
    order_id: int
    state: str
    score: int
    hold_at: int
    total_minor: int
    currency: str
    customer_name: str
    email: str
    placed_at: datetime
    reasons: str


class _AssessmentRow(Record, frozen=True):
    order_id: int
    state: str
    score: int
    hold_at: int
    reasons: str
    gateway_risk: int | None
    assessed_at: datetime
    verdict: str | None
    note: str
    reviewed_by: str | None
    reviewed_at: datetime | None


def review_queue(reader: Reader, *, limit: int = PAGE) -> list[SuspectedOrder]:
    """Orders that wait for a verdict, the highest score first."""
    rows = reader.fetch(SQL.select_queue, _QueueRow, limit=limit)
    return [
        SuspectedOrder(
            row.order_id,
            row.state,
            row.score,
            row.hold_at,
            row.total_minor,
            row.currency,
            row.customer_name,
            row.email,
            row.placed_at,
            read_reasons(row.reasons),
        )
        for row in rows
    ]


def assessment_of(reader: Reader, order_id: int) -> AssessmentView | None:
    """What was found and decided about the order; None where it was never assessed."""
    row = reader.fetch_one(SQL.select_assessment, _AssessmentRow, order_id=order_id)
    if row is None:
        return None
    return AssessmentView(
        row.order_id,
        row.state,
        row.score,
        row.hold_at,
        read_reasons(row.reasons),
        row.gateway_risk,
        row.assessed_at,
        row.verdict,
        row.note,
        row.reviewed_by,
        row.reviewed_at,
    )


def rule_results(reader: Reader) -> list[RuleResult]:
    """What each rule has been worth, the most frequent first."""
    return reader.fetch(SQL.select_rule_results, RuleResult)
