"""Rules about the money of orders."""

from ordino.simulation.audit.balance import compare_current_totals
from ordino.simulation.audit.checks import ByRange, Rule, by_range
from ordino.simulation.audit.goods import compare_goods
from ordino.simulation.audit.pricing import compare_prices
from ordino.simulation.audit.replay.compare_orders import compare_agreements, compare_placements
from ordino.simulation.audit.scope import SQL

MONEY_RULES = (
    Rule(
        "M1",
        "Orders are the sum of their parts",
        "orders",
        "goods, discounts, shipping, fees, tax and total as placed with the lines, discounts and charges",
        by_range(SQL.m1_order_figures_add_up),
    ),
    Rule(
        "M1",
        "Line goods are quantity × unit price",
        "lines",
        "a line's goods with quantity × unit price, rounded half up once",
        lambda: ByRange(compare_goods),
    ),
    Rule(
        "M1",
        "Line amounts are goods less discount",
        "lines",
        "a line's amount with its goods less its discount",
        by_range(SQL.m1_line_amounts),
    ),
    Rule(
        "M2",
        "Discounts are the sum of their shares",
        "discounts",
        "a discount with its shares",
        by_range(SQL.m2_discounts_are_sums_of_shares),
    ),
    Rule(
        "M2",
        "Shares of discounts have their line or charge",
        "discounts",
        "each share with the line or charge it is taken off",
        by_range(SQL.m2_shares_have_their_target),
    ),
    Rule(
        "M2",
        "Line discounts are the sum of their shares",
        "lines",
        "a line's discount with the shares of the order's discounts in it",
        by_range(SQL.m2_line_discounts_are_sums_of_shares),
    ),
    Rule(
        "R4",
        "Discounts, taxes and charges can be derived again",
        "orders",
        "all money of an order with the same request priced again by rules R1 to R4",
        lambda: ByRange(compare_prices),
    ),
    Rule(
        "R5",
        "Lines are as they were agreed",
        "lines",
        "a line's SKU, quantity, price, rate and money with the event that agreed them",
        lambda: ByRange(compare_agreements),
    ),
    Rule(
        "R5",
        "Orders are as they were agreed",
        "orders",
        "an order's channel, customer, currency, terms, totals, priority and address with the events that agreed them",
        lambda: ByRange(compare_placements),
    ),
    Rule(
        "M9",
        "The current total is what is left of the shares",
        "orders",
        "an order's current total with the shares of its uncanceled units and charges",
        lambda: ByRange(compare_current_totals),
    ),
    Rule(
        "M9",
        "Money follows units into another order",
        "orders",
        "what a split order has lost with what the order split off was placed with",
        by_range(SQL.m9_money_follows_units),
    ),
)
