"""Rules about the work that waits for people."""

from ordino.exceptions.lifecycle import EXCEPTION
from ordino.simulation.audit.checks import Rule, at_once
from ordino.simulation.audit.scope import SQL

DESK_RULES = (
    Rule(
        "S1",
        "Exceptions are in a declared state, owned, and resolved by somebody",
        "exceptions",
        "an exception's state with its life cycle, its owner, who resolved it, how, and its order",
        at_once(SQL.s1_exceptions_resolved_by_somebody, states=list(EXCEPTION.states)),
    ),
    Rule(
        "E6",
        "The journal gives back the exceptions",
        "exceptions",
        "exceptions with the fold of their events",
        at_once(SQL.e6_exceptions_as_their_events),
    ),
)
