"""Assessing orders: what is placed is scored by its channel's rules; what reaches the threshold waits for a person."""

from datetime import timedelta

import pytest

from ordino.engine import SYSTEM
from ordino.fraud.commands import AssessFraud, ReviewFraud, SetFraudRules
from ordino.fraud.decide.defaults import DEFAULT_RULES
from ordino.fraud.queries import review_queue, rule_results
from ordino.fraud.rows import (
    FirstOrder,
    FraudRule,
    FreeMail,
    GatewayRisk,
    ManyUnits,
    MoneyLimit,
    OrderValue,
    Velocity,
)
from ordino.kernel.problems import InvalidInput, NotFound, StateRefuses
from ordino.orders.commands import CancelOrder, ChangeAddress, PlaceOrder
from ordino.orders.rows import PostalAddress
from tests.fraud.world import FraudWorld
from tests.support.merchant import LONDON, line, order, result_of

HIGH = OrderValue(points=50, limits=(MoneyLimit("GBP", 50_000),))
PARIS = PostalAddress(recipient="Ada Byron", street="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")


def test_an_order_of_a_channel_without_rules_is_not_assessed(world: FraudWorld) -> None:
    world.channel("market")
    world.rules(HIGH, channel="market")

    order_id = world.buy("900.00")

    assert world.events(order_id) == ["OrderPlaced", "OrderConfirmed", "OrderSourced"]
    assert world.assess(order_id).state == "unchecked"
    assert world.assessment(order_id) is None


def test_an_order_below_the_threshold_goes_on(world: FraudWorld) -> None:
    world.rules(HIGH, FirstOrder(points=20))

    order_id = world.buy("500.00", email="ada@engines.example")

    assert world.holds(order_id) == []
    assert world.found(order_id) == [("first_order", 20)]


def test_an_order_that_reaches_the_threshold_is_held_with_its_reasons(world: FraudWorld) -> None:
    world.rules(HIGH, FirstOrder(points=20))

    order_id = world.buy("600.00")

    assert world.rows("select reason, detail, opened_by from orders_hold") == [
        (
            "fraud",
            "Score 70, held from 50: order value 50 (total 600.00 GBP, limit 500.00 GBP); first order 20.",
            "system",
        )
    ]
    assessment = world.assessment(order_id)
    assert assessment is not None
    assert (assessment.state, assessment.score, assessment.hold_at) == ("suspected", 70, 50)
    assert world.free("A") == 999
    assert world.lines(order_id, "allocated, unsourced") == [(1, 0)]


def test_the_rules_without_a_channel_are_for_channels_without_their_own(world: FraudWorld) -> None:
    world.channel("market")
    world.rules(HIGH, channel=None)
    world.rules(channel="market")

    held, free = world.buy("600.00"), world.buy("600.00", channel="market")

    assert (world.holds(held), world.holds(free)) == (["fraud"], [])


def test_setting_rules_again_replaces_them(world: FraudWorld) -> None:
    world.rules(HIGH, FirstOrder(points=1))
    assert world.rules(ManyUnits(points=60, units=5)).rules == 1

    assert world.holds(world.buy("600.00")) == []
    assert world.found(world.buy(quantity=5)) == [("many_units", 60)]
    assert world.rows("select kind, points from fraud_rule") == [("many_units", 60)]


def test_the_default_rules_hold_what_shows_several_signs(world: FraudWorld) -> None:
    world.completed(SetFraudRules(channel="shop"))
    assert len(world.rows("select * from fraud_rule")) == len(DEFAULT_RULES)

    usual = world.buy(email="ada@engines.example")
    strange = world.buy("30.00", 20, email="x@gmail.com", bill_to=PARIS)

    assert (world.found(usual), world.holds(usual)) == ([("first_order", 10)], [])
    assert world.holds(strange) == ["fraud"]
    assert world.found(strange) == [
        ("order_value", 20),
        ("first_order", 10),
        ("international", 15),
        ("address_mismatch", 10),
        ("free_mail", 10),
        ("many_units", 15),
    ]


def test_a_customer_or_email_known_before_is_no_first_order(world: FraudWorld) -> None:
    world.rules(FirstOrder(points=60))
    customer_id = world.customer()
    world.completed(CancelOrder(order_id=world.buy(email="ada@engines.example"), reason="mistake"))

    first = world.buy(email="ada@engines.example", customer_id=customer_id)
    by_email = world.buy(email="ADA@engines.example")
    by_customer = world.buy(customer_id=customer_id)
    without_both = world.buy()

    assert [world.holds(one) for one in (first, by_email, by_customer, without_both)] == [
        ["fraud"],
        [],
        [],
        ["fraud"],
    ]


@pytest.mark.parametrize("same", ["email", "address", "customer"])
def test_velocity_counts_orders_within_the_window(world: FraudWorld, same: str) -> None:
    rule = Velocity(points=60, same=same, orders=3, window_minutes=60)  # type: ignore[arg-type]
    world.rules(rule)
    customer_id = world.customer()
    mine = {"email": {"email": "a@b.example"}, "customer": {"customer_id": customer_id}, "address": {}}[same]
    other = {"email": {"email": "c@d.example"}, "customer": {}, "address": {"ship_to": PARIS}}[same]
    start = world.engine.clock()

    world.buy(**mine)
    world.engine.clock.set(start + timedelta(minutes=30))
    second, stranger = world.buy(**mine), world.buy(**other)
    world.engine.clock.set(start + timedelta(minutes=60))
    third = world.buy(**mine)
    world.engine.clock.set(start + timedelta(minutes=91))
    late = world.buy(**mine)

    assert [world.holds(one) for one in (second, stranger, third, late)] == [[], [], ["fraud"], []]


def test_orders_of_one_batch_see_those_before_them(world: FraudWorld) -> None:
    world.rules(
        Velocity(points=60, same="address", orders=3, window_minutes=60),
        Velocity(points=60, same="email", orders=4, window_minutes=60),
    )
    placed = [order(line("A", 1, "1.00"), email="a@b.example") for _ in range(4)]

    order_ids = [result_of(outcome).order_id for outcome in world.ask(*placed)]

    assert [world.found(order_id) for order_id in order_ids] == [
        [],
        [],
        [("velocity", 60)],
        [("velocity", 60), ("velocity", 60)],
    ]


def test_many_units_are_whole_units_over_all_lines_of_a_sku(world: FraudWorld) -> None:
    world.rules(ManyUnits(points=60, units=5))
    world.sku("ROPE", quantity_scale=2)

    held = world.place(line("A", 2, "1.00"), line("A", 3, "1.00"))
    free = world.place(line("ROPE", 499, "1.00"), line("A", 4, "1.00"))

    assert (world.holds(held), world.holds(free)) == (["fraud"], [])


def test_the_gateway_s_score_is_kept(world: FraudWorld) -> None:
    world.rules(GatewayRisk(points=60, score=75))
    order_id = world.buy()

    assert world.assess(order_id, gateway_risk=80).state == "suspected"
    assert world.assess(order_id).score == 60
    assert world.holds(order_id) == ["fraud"]


def test_an_order_sent_elsewhere_is_assessed_again(world: FraudWorld) -> None:
    world.rules(Velocity(points=60, same="address", orders=2, window_minutes=60))
    world.buy(ship_to=PARIS)
    order_id = world.buy()

    world.change(order_id, ChangeAddress(ship_to=PARIS))

    assert world.holds(order_id) == ["fraud"]


def test_an_order_is_held_once_however_often_it_is_assessed(world: FraudWorld) -> None:
    world.rules(HIGH)
    order_id = world.buy("600.00")

    world.ask(AssessFraud(order_id=order_id), AssessFraud(order_id=order_id))

    assert world.events(order_id).count("OrderAssessed") == 3
    assert world.holds(order_id) == ["fraud"]


def test_accepting_releases_the_hold_and_keeps_the_verdict(world: FraudWorld) -> None:
    world.rules(HIGH)
    order_id = world.buy("600.00")

    world.review(order_id, "accept", "Called the customer.")

    assert world.holds(order_id) == []
    assert world.rows("select note from orders_hold") == [("Called the customer.",)]
    assessment = world.assessment(order_id)
    assert assessment is not None
    assert (assessment.state, assessment.verdict, assessment.reviewed_by) == ("reviewed", "accept", "system")
    assert world.assess(order_id).state == "reviewed"
    assert world.holds(order_id) == []


def test_rejecting_cancels_the_order(world: FraudWorld) -> None:
    world.rules(HIGH)
    order_id = world.buy("600.00")

    world.review(order_id, "reject")

    assert world.order_row(order_id, "state") == ("canceled",)
    assert world.free("A") == 1000
    assert world.holds(order_id) == []


def test_a_rejection_is_refused_where_the_goods_are_on_their_way(world: FraudWorld) -> None:
    world.rules(HIGH)
    order_id = world.buy("600.00")
    world.move(order_id, 1, "allocated", "shipped", 1)

    assert world.refused(ReviewFraud(order_id=order_id, verdict="reject")).code() == "UnitsNotOpen"
    world.review(order_id, "accept")


def test_a_verdict_is_given_once_about_what_was_assessed(world: FraudWorld) -> None:
    unassessed = world.buy()
    world.rules(HIGH)
    order_id = world.buy()
    world.review(order_id, "accept")

    again = world.refused(ReviewFraud(order_id=order_id, verdict="reject"))

    assert isinstance(again, StateRefuses)
    assert (again.state, again.permitted) == ("reviewed", ())
    missing = NotFound(what="fraud assessment of order", reference=str(unassessed))
    assert world.refused(ReviewFraud(order_id=unassessed, verdict="accept")) == missing


def test_only_open_orders_are_assessed(world: FraudWorld) -> None:
    world.rules(HIGH)
    order_id = world.buy()
    world.completed(CancelOrder(order_id=order_id, reason="mistake"))

    assert isinstance(world.refused(AssessFraud(order_id=order_id)), StateRefuses)
    assert world.refused(AssessFraud(order_id=99)) == NotFound(what="order", reference="99")


def test_the_queue_shows_the_highest_score_first_and_rules_what_they_were_worth(world: FraudWorld) -> None:
    world.rules(HIGH, FirstOrder(points=10))
    low, high = world.buy("600.00", email="a@b.example"), world.buy("700.00", email="c@d.example")
    again = world.buy("800.00", email="a@b.example")
    world.review(low, "accept")

    with world.engine.reader() as reader:
        assert [(one.order_id, one.score) for one in review_queue(reader)] == [(high, 60), (again, 50)]
        results = [(one.rule, one.orders, one.accepted, one.rejected) for one in rule_results(reader)]
    assert results == [("order_value", 3, 1, 0), ("first_order", 2, 1, 0)]


def test_a_preview_shows_the_hold_and_leaves_nothing(world: FraudWorld) -> None:
    world.rules(HIGH)
    before = world.contents()

    (outcome,) = world.engine.preview([order(line("A", 1, "600.00"))], actor=SYSTEM)

    assert "HoldOpened" in [happened.event.kind() for happened in outcome.events]  # type: ignore[union-attr]
    assert world.contents() == before


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (FirstOrder(points=0), "rules.1"),
        (FirstOrder(points=1001), "rules.1"),
        (OrderValue(points=1, limits=()), "rules.1"),
        (OrderValue(points=1, limits=(MoneyLimit("GBP", -1),)), "rules.1"),
        (OrderValue(points=1, limits=(MoneyLimit("XXX", 1),)), "rules.1"),
        (FreeMail(points=1, limits=(MoneyLimit("GBP", 1), MoneyLimit("GBP", 2))), "rules.1"),
        (Velocity(points=1, same="email", orders=1, window_minutes=60), "rules.1"),
        (Velocity(points=1, same="email", orders=2, window_minutes=0), "rules.1"),
        (ManyUnits(points=1, units=0), "rules.1"),
        (GatewayRisk(points=1, score=101), "rules.1"),
    ],
)
def test_rules_that_make_no_sense_are_refused(world: FraudWorld, rule: FraudRule, field: str) -> None:
    problem = world.refused(SetFraudRules(channel="shop", rules=(rule,)))
    assert isinstance(problem, InvalidInput)
    assert problem.field == field


def test_rules_need_a_threshold_and_a_known_channel(world: FraudWorld) -> None:
    assert isinstance(world.refused(SetFraudRules(hold_at=0)), InvalidInput)
    assert world.refused(SetFraudRules(channel="moon")) == NotFound(what="channel", reference="moon")


def test_a_whole_batch_is_assessed(world: FraudWorld) -> None:
    world.rules(*DEFAULT_RULES)
    placed = [
        PlaceOrder(channel="shop", lines=(line("A", 1, "1.00"),), ship_to=LONDON, email=f"{n}@x.example")
        for n in range(60)
    ]

    world.ask(*placed)

    assert world.rows("select count(*), count(distinct order_id) from fraud_assessment") == [(60, 60)]
