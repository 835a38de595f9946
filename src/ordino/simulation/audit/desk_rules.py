"""Rules about the work that waits for people, what customers were told, and that every order comes to its end."""

from ordino.exceptions.lifecycle import EXCEPTION
from ordino.notifications.lifecycle import MESSAGE
from ordino.simulation.audit.checks import Rule, at_once, by_range
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
    Rule(
        "S1",
        "Messages are in a declared state and belong to an order",
        "messages",
        "a message's state with its life cycle, its order",
        at_once(SQL.s1_messages_of_orders, states=list(MESSAGE.states)),
    ),
    Rule(
        "E6",
        "The journal gives back the messages",
        "messages",
        "messages with the events of their order",
        at_once(SQL.e6_messages_as_their_events),
    ),
    Rule(
        "Life",
        "Orders with nothing left to do have ended",
        "orders",
        "confirmed orders of which every unit arrived, came back or was given up and whose money is settled, with their "
        "returns, holds and exceptions",
        by_range(SQL.life_orders_that_should_have_ended),
        "warning",
    ),
)
