"""Rules about fulfillment: what locations work on is what orders, allocations and packages say."""

from ordino.simulation.audit.checks import Rule, by_range
from ordino.simulation.audit.scope import SQL

FULFILLMENT_RULES = (
    Rule(
        "I5",
        "Fulfillment holds what it has taken up",
        "allocations",
        "an allocation's units in fulfillment with the fulfillment orders of its location",
        by_range(SQL.i5_fulfillment_holds_its_allocations),
    ),
    Rule(
        "I6",
        "Lines are where fulfillment says",
        "lines",
        "released, picked, packed and shipped units of a line with its fulfillment orders",
        by_range(SQL.i6_lines_are_what_fulfillment_holds),
    ),
    Rule(
        "I6",
        "Packages hold what is packed",
        "packages",
        "packed and shipped units of a fulfillment order's line with the content of its packages",
        by_range(SQL.i6_packages_hold_what_is_packed),
    ),
    Rule(
        "S2",
        "Fulfillment orders are in the state of their lines",
        "fulfillment orders",
        "the state of a fulfillment order with how far its lines are",
        by_range(SQL.s2_states_of_fulfillment_orders),
    ),
)
