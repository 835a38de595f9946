"""Rules about quotes and the orders they become."""

from ordino.quotes.lifecycle import LIVE_STATES, QUOTE
from ordino.simulation.audit.checks import Rule, at_once
from ordino.simulation.audit.scope import SQL

QUOTE_RULES = (
    Rule(
        "Quotes",
        "Quotes convert once",
        "quotes",
        "an ordered quote with the one order of its channel that names it, and its total with the order's when it was placed",
        at_once(SQL.quotes_convert_once),
    ),
    Rule(
        "S1",
        "Revisions of quotes are in a declared state, one of them live",
        "quotes",
        "states with the life cycle, how many revisions are live, the newest with the highest, none accepted without its order",
        at_once(SQL.s1_quote_revisions_in_their_state, states=list(QUOTE.states), live_states=list(LIVE_STATES)),
    ),
    Rule(
        "E6",
        "The journal gives back the quotes",
        "quotes",
        "state, total, currency, validity, content and order of a revision with its events",
        at_once(SQL.e6_quotes_as_their_events),
    ),
)
