"""What a set of rules must be like to be accepted. Pure."""

from typing import assert_never

from ordino.fraud.rows import (
    AddressMismatch,
    BlockedDomain,
    FirstOrder,
    FraudRule,
    FreeMail,
    GatewayRisk,
    International,
    ManyUnits,
    MoneyLimit,
    OrderValue,
    Velocity,
)
from ordino.kernel.money import is_currency
from ordino.kernel.problems import InvalidInput

MAXIMUM_POINTS = 1000
MAXIMUM_RULES = 100
MAXIMUM_WINDOW_MINUTES = 90 * 24 * 60


def find_rules_problem(hold_at: int, rules: tuple[FraudRule, ...]) -> InvalidInput | None:
    """Why the rules cannot be accepted, or None."""
    if hold_at < 1:
        return InvalidInput(field="hold_at", reason="must be 1 point or more.")
    if len(rules) > MAXIMUM_RULES:
        return InvalidInput(field="rules", reason=f"at most {MAXIMUM_RULES} rules.")
    for position, rule in enumerate(rules, 1):
        reason = _out_of_range(rule)
        if reason:
            return InvalidInput(field=f"rules.{position}", reason=reason)
    return None


def _out_of_range(rule: FraudRule) -> str:
    if not 1 <= rule.points <= MAXIMUM_POINTS:
        return f"points must be 1 to {MAXIMUM_POINTS}."
    match rule:
        case OrderValue() | FreeMail():
            return _limits(rule.limits)
        case Velocity():
            if rule.orders < 2 or not 1 <= rule.window_minutes <= MAXIMUM_WINDOW_MINUTES:
                return f"orders must be 2 or more, window_minutes 1 to {MAXIMUM_WINDOW_MINUTES}."
        case ManyUnits():
            return "" if rule.units >= 1 else "units must be 1 or more."
        case BlockedDomain():
            return "" if all(rule.domains) and rule.domains else "name at least one domain."
        case GatewayRisk():
            return "" if 0 <= rule.score <= 100 else "score must be 0 to 100."
        case FirstOrder() | International() | AddressMismatch():
            return ""
        case _:
            assert_never(rule)
    return ""


def _limits(limits: tuple[MoneyLimit, ...]) -> str:
    if not limits or len({limit.currency for limit in limits}) < len(limits):
        return "give one limit for each currency."
    if any(not is_currency(limit.currency) or limit.amount_minor < 0 for limit in limits):
        return "a limit is an amount of an ISO 4217 currency, not negative."
    return ""
