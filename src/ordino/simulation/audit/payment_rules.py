"""Rules about payments and refunds."""

from ordino.simulation.audit.checks import ByRange, Rule, by_range
from ordino.simulation.audit.payment_fold import compare_payments
from ordino.simulation.audit.scope import SQL

PAYMENT_RULES = (
    Rule(
        "M3",
        "Refunded is at most captured, captured at most authorized",
        "payments",
        "what was captured with what was authorized, what went and goes back with what was captured",
        by_range(SQL.m3_payments_in_order),
    ),
    Rule(
        "M4",
        "Payments are the fold of their events",
        "payments",
        "a payment's amounts with everything that was asked and said of it, folded again",
        lambda: ByRange(compare_payments),
    ),
    Rule(
        "S1",
        "Refunds are where their act at the gateway is",
        "refunds",
        "a refund's state with what was said of its act",
        by_range(SQL.s1_refunds_follow_their_acts),
    ),
    Rule(
        "S2",
        "Orders carry the sums of their payments",
        "orders",
        "what an order's row says was authorized, captured and refunded with its payments",
        by_range(SQL.s2_orders_carry_their_payments),
    ),
    Rule(
        "S4",
        "Orders said to be covered are covered",
        "orders",
        "what is authorized and captured with what is due, where an order was said to be covered",
        by_range(SQL.s4_covered_orders_are_covered),
    ),
    Rule(
        "M9",
        "Money that goes with units arrives",
        "payments",
        "what went out to payments of other orders with what came in there",
        by_range(SQL.m9_moved_money_arrives),
    ),
    Rule(
        "E6",
        "The journal gives back the payments",
        "payments",
        "what was authorized, captured, refunded and disputed with the sums of the order's events",
        by_range(SQL.e6_payments_as_their_events),
    ),
)
