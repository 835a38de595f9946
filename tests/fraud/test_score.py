"""Each rule: what it looks at, where its border is, and the facts it names. Pure."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from ordino.fraud.decide.explain import explain
from ordino.fraud.decide.score import OrderFacts, Window, address_key, domain_of, score_order, total_points
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
    Velocity,
)
from ordino.orders.rows import PostalAddress

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOME = PostalAddress(street="12 St James's Square", city="London", postal_code="SW1Y 4JH", country="GB")
ABROAD = PostalAddress(street="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")
PLAIN = OrderFacts(7, "GBP", 2000, "ada@engines.example", 1, AT, HOME, None, "A", 2, True, None)
LIMITS = (MoneyLimit("GBP", 50_000), MoneyLimit("JPY", 70_000))


def facts_of(rule: FraudRule, order: OrderFacts, orders_before: int = 0) -> tuple[tuple[str, str], ...] | None:
    counts = {Window(order.order_id, "email", AT - timedelta(minutes=60)): orders_before}
    reasons = score_order(order, (rule,), counts)
    return tuple((fact.name, fact.value) for fact in reasons[0].facts) if reasons else None


@pytest.mark.parametrize(
    ("rule", "order", "facts"),
    [
        (OrderValue(points=1, limits=LIMITS), replace(PLAIN, total_minor=50_000), None),
        (
            OrderValue(points=1, limits=LIMITS),
            replace(PLAIN, total_minor=50_001),
            (("total", "500.01 GBP"), ("limit", "500.00 GBP")),
        ),
        (
            OrderValue(points=1, limits=LIMITS),
            replace(PLAIN, total_minor=70_001, currency="JPY"),
            (("total", "70001 JPY"), ("limit", "70000 JPY")),
        ),
        (OrderValue(points=1, limits=LIMITS), replace(PLAIN, total_minor=10**9, currency="EUR"), None),
        (FirstOrder(points=1), PLAIN, None),
        (FirstOrder(points=1), replace(PLAIN, ordered_before=False), ()),
        (International(points=1), PLAIN, None),
        (International(points=1), replace(PLAIN, bill_to=ABROAD), (("ship_to", "GB"), ("expected", "FR"))),
        (International(points=1), replace(PLAIN, ship_to=PostalAddress(), bill_to=ABROAD), None),
        (International(points=1, home_country="GB"), replace(PLAIN, bill_to=HOME), None),
        (
            International(points=1, home_country="GB"),
            replace(PLAIN, ship_to=ABROAD),
            (("ship_to", "FR"), ("expected", "GB")),
        ),
        (AddressMismatch(points=1), replace(PLAIN, bill_to=HOME), None),
        (AddressMismatch(points=1), replace(PLAIN, bill_to=replace(HOME, postal_code="sw1y4jh")), None),
        (
            AddressMismatch(points=1),
            replace(PLAIN, bill_to=replace(HOME, street="14 St James's Square")),
            (("ship_to", "gb/sw1y4jh/12stjamesssquare"), ("bill_to", "gb/sw1y4jh/14stjamesssquare")),
        ),
        (FreeMail(points=1, limits=LIMITS), replace(PLAIN, total_minor=50_001), None),
        (FreeMail(points=1, limits=LIMITS), replace(PLAIN, email="a@gmail.com"), None),
        (
            FreeMail(points=1, limits=LIMITS),
            replace(PLAIN, email="A@GMail.com", total_minor=50_001),
            (("domain", "gmail.com"), ("total", "500.01 GBP"), ("limit", "500.00 GBP")),
        ),
        (ManyUnits(points=1, units=3), PLAIN, None),
        (ManyUnits(points=1, units=2), PLAIN, (("sku", "A"), ("units", "2"))),
        (BlockedDomain(points=1, domains=("spam.example",)), PLAIN, None),
        (BlockedDomain(points=1, domains=("spam.example",)), replace(PLAIN, email="a@notspam.example"), None),
        (
            BlockedDomain(points=1, domains=("spam.example",)),
            replace(PLAIN, email="a@post.spam.example"),
            (("domain", "post.spam.example"), ("blocked", "spam.example")),
        ),
        (GatewayRisk(points=1, score=75), PLAIN, None),
        (GatewayRisk(points=1, score=75), replace(PLAIN, gateway_risk=74), None),
        (GatewayRisk(points=1, score=75), replace(PLAIN, gateway_risk=75), (("score", "75"),)),
    ],
)
def test_a_rule_is_met_by_its_facts(
    rule: FraudRule, order: OrderFacts, facts: tuple[tuple[str, str], ...] | None
) -> None:
    assert facts_of(rule, order) == facts


def test_velocity_counts_the_order_itself() -> None:
    rule = Velocity(points=1, same="email", orders=3, window_minutes=60)
    assert facts_of(rule, PLAIN, orders_before=1) is None
    assert facts_of(rule, PLAIN, orders_before=2) == (("same", "email"), ("orders", "3"), ("minutes", "60"))


def test_the_score_is_the_sum_of_the_points_and_can_be_read_as_a_sentence() -> None:
    order = replace(PLAIN, total_minor=60_000, ordered_before=False)

    reasons = score_order(order, (OrderValue(points=40, limits=LIMITS), FirstOrder(points=20)), {})

    value = FraudReason("order_value", 40, (Fact("total", "600.00 GBP"), Fact("limit", "500.00 GBP")))
    assert reasons == (value, FraudReason("first_order", 20))
    assert total_points(reasons) == 60
    assert explain(60, 50, reasons) == (
        "Score 60, held from 50: order value 40 (total 600.00 GBP, limit 500.00 GBP); first order 20."
    )


def test_spelling_does_not_hide_an_address() -> None:
    other = PostalAddress(street="12, ST. JAMES’S SQUARE", city="Londres", postal_code="sw1y-4jh", country="GB")
    assert address_key(HOME) == address_key(other) == "gb/sw1y4jh/12stjamesssquare"
    assert address_key(PostalAddress(country="GB", city="London")) == ""


def test_an_email_without_a_domain_has_none() -> None:
    assert [domain_of(email) for email in ("", "ada", "a@b@C.example ")] == ["", "", "c.example"]
