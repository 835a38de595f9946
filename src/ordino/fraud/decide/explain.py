"""A score in a sentence, for the person who reviews it."""

from collections.abc import Sequence

from ordino.fraud.rows import FraudReason


def explain(score: int, hold_at: int, reasons: Sequence[FraudReason]) -> str:
    """`Score 60, held from 50: order value 20 (total 700.00 EUR, limit 500.00 EUR), ...`."""
    return f"Score {score}, held from {hold_at}: {'; '.join(map(_reason, reasons))}."


def _reason(reason: FraudReason) -> str:
    facts = ", ".join(f"{fact.name.replace('_', ' ')} {fact.value}" for fact in reason.facts)
    return f"{reason.rule.replace('_', ' ')} {reason.points}" + (f" ({facts})" if facts else "")
