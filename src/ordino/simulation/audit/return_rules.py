"""Rules about goods that come back and the money for them."""

from ordino.returns.lifecycle import RETURN
from ordino.simulation.audit.checks import ByRange, Rule, at_once, by_range
from ordino.simulation.audit.refunded_shares import compare_refunded_shares
from ordino.simulation.audit.replay.compare_returns import compare_returns
from ordino.simulation.audit.scope import SQL

RETURN_RULES = (
    Rule(
        "I3",
        "Order lines count what comes back",
        "lines",
        "a line's expected and returned units with the lines of its returns",
        by_range(SQL.i3_lines_count_their_returns),
    ),
    Rule(
        "I3",
        "Return lines count their receipts",
        "return lines",
        "received and inspected units of a return's line with what came in at each location",
        by_range(SQL.i3_return_lines_count_their_receipts),
    ),
    Rule(
        "I4",
        "Goods that came back are the movements of stock",
        "return lines",
        "units by where they went with the movements that name the return",
        at_once(SQL.i4_returns_are_movements),
    ),
    Rule(
        "M3",
        "Refunds stay within what was accepted",
        "return lines",
        "refunded units of a return's line with its refunds, and with what was accepted and not replaced",
        by_range(SQL.m3_refunds_within_accepted),
    ),
    Rule(
        "M6",
        "Refunds are the shares of their units",
        "return refunds",
        "what went back for units with what the line's units carry, and the units with each other",
        lambda: ByRange(compare_refunded_shares),
    ),
    Rule(
        "M1",
        "Refunds add up",
        "return refunds",
        "goods and charges of a refund with its lines and charges, and the refund with goods, charges and fee",
        by_range(SQL.m1_refunds_add_up),
    ),
    Rule(
        "R6",
        "Shipping went back as it was charged",
        "return refunds",
        "a charge that went back with the charge of the order, which is shipping and was not waived",
        by_range(SQL.r6_charges_as_they_were),
    ),
    Rule(
        "S1",
        "Returns are in the state their units have reached",
        "returns",
        "a return's state with its life cycle, and with the units that are expected, received, inspected",
        by_range(SQL.s1_returns_in_their_state, states=list(RETURN.states), final_states=list(RETURN.final)),
    ),
    Rule(
        "S3",
        "Ended returns hold nothing",
        "returns",
        "units that are expected of ended returns, and not inspected of closed ones",
        by_range(SQL.s3_ended_returns_hold_nothing, final_states=list(RETURN.final)),
    ),
    Rule(
        "E6",
        "The journal gives back the returns",
        "returns",
        "state, units, refunds and exchange of a return with the fold of its events",
        lambda: ByRange(compare_returns),
    ),
)
