"""Score an order by rules. Pure; every rule that is met says by which facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from ordino.fraud.rows import (
    AddressMismatch,
    BlockedDomain,
    Fact,
    FirstOrder,
    FraudReason,
    FraudRule,
    FreeMail,
    GatewayRisk,
    International,
    ManyUnits,
    MoneyLimit,
    OrderValue,
    Same,
    Velocity,
)
from ordino.kernel.messages import Record, snake_case
from ordino.kernel.money import major_text
from ordino.orders.rows import PostalAddress


class OrderFacts(Record, frozen=True):
    """What rules look at. `most_units` are whole units of the SKU the order has most of."""

    order_id: int
    currency: str
    total_minor: int
    email: str
    customer_id: int | None
    placed_at: datetime
    ship_to: PostalAddress
    bill_to: PostalAddress | None
    most_sku: str
    most_units: int
    ordered_before: bool
    gateway_risk: int | None


class Window(Record, frozen=True):
    """Orders of the same e-mail, address or customer placed after `since` and before the order itself."""

    order_id: int
    same: Same
    since: datetime


Found = tuple[Fact, ...] | None
Counts = Mapping[Window, int]


def window_of(order: OrderFacts, rule: Velocity) -> Window:
    return Window(order.order_id, rule.same, order.placed_at - timedelta(minutes=rule.window_minutes))


def windows_of(order: OrderFacts, rules: Sequence[FraudRule]) -> list[Window]:
    """What must be counted before the order can be scored."""
    return [window_of(order, rule) for rule in rules if isinstance(rule, Velocity)]


def score_order(order: OrderFacts, rules: Sequence[FraudRule], counts: Counts) -> tuple[FraudReason, ...]:
    """The reasons, in the order of the rules; the score is the sum of their points. `counts` are of orders before this one."""
    reasons = []
    for rule in rules:
        facts = _find(rule, order, counts)
        if facts is not None:
            reasons.append(FraudReason(snake_case(type(rule).__name__), rule.points, facts))
    return tuple(reasons)


def total_points(reasons: Sequence[FraudReason]) -> int:
    return sum(reason.points for reason in reasons)


def _find(rule: FraudRule, order: OrderFacts, counts: Counts) -> Found:
    """The facts that meet the rule, or None."""
    match rule:
        case OrderValue():
            return _above(order, rule.limits)
        case FirstOrder():
            return None if order.ordered_before else ()
        case International():
            return _international(order, rule.home_country)
        case Velocity():
            return _velocity(rule, counts.get(window_of(order, rule), 0) + 1)
        case AddressMismatch():
            return _mismatch(order)
        case FreeMail():
            domain, above = domain_of(order.email), _above(order, rule.limits)
            return (Fact("domain", domain), *above) if above is not None and domain in rule.domains else None
        case ManyUnits():
            most = (Fact("sku", order.most_sku), Fact("units", str(order.most_units)))
            return most if order.most_units >= rule.units else None
        case BlockedDomain():
            return _blocked(domain_of(order.email), rule.domains)
        case GatewayRisk():
            risk = order.gateway_risk
            return (Fact("score", str(risk)),) if risk is not None and risk >= rule.score else None
        case _:
            assert_never(rule)


def _above(order: OrderFacts, limits: Sequence[MoneyLimit]) -> Found:
    limit = next((one.amount_minor for one in limits if one.currency == order.currency), None)
    if limit is None or order.total_minor <= limit:
        return None
    total, bound = major_text(order.total_minor, order.currency), major_text(limit, order.currency)
    return (Fact("total", f"{total} {order.currency}"), Fact("limit", f"{bound} {order.currency}"))


def _velocity(rule: Velocity, orders: int) -> Found:
    if orders < rule.orders:
        return None
    return (Fact("same", rule.same), Fact("orders", str(orders)), Fact("minutes", str(rule.window_minutes)))


def _international(order: OrderFacts, home_country: str) -> Found:
    shipped = order.ship_to.country
    billed = order.bill_to.country if order.bill_to is not None else ""
    expected = next((country for country in (billed, home_country) if country and shipped not in ("", country)), None)
    return None if expected is None else (Fact("ship_to", shipped), Fact("expected", expected))


def _mismatch(order: OrderFacts) -> Found:
    shipped, billed = address_key(order.ship_to), address_key(order.bill_to or order.ship_to)
    return None if not billed or shipped == billed else (Fact("ship_to", shipped), Fact("bill_to", billed))


def _blocked(domain: str, blocked: Sequence[str]) -> Found:
    hit = next((one for one in blocked if domain == one or domain.endswith(f".{one}")), None)
    return None if hit is None else (Fact("domain", domain), Fact("blocked", hit))


def domain_of(email: str) -> str:
    """What stands after the last @, in small letters; empty without one."""
    return email.strip().lower().rpartition("@")[2] if "@" in email else ""


def address_key(address: PostalAddress) -> str:
    """Country, postal code and street in small letters and digits, so that spelling does not hide a repetition."""
    parts = (address.country, address.postal_code, address.street)
    if not (address.postal_code or address.street):
        return ""
    return "/".join("".join(letter for letter in part.casefold() if letter.isalnum()) for part in parts)
