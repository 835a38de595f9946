"""Rules about who is told of events."""

import ordino.orders.events  # noqa: F401 - so that their kinds are known
from ordino.kernel.schemas import kinds_of
from ordino.simulation.audit.checks import Rule, at_once
from ordino.simulation.audit.scope import SQL
from ordino.webhooks.lifecycle import WEBHOOK

WEBHOOK_RULES = (
    Rule(
        "S1",
        "Webhooks are in a declared state, and one that has ended waits for nothing",
        "webhooks",
        "a webhook's state with its life cycle and with what waits",
        at_once(SQL.s1_webhooks_in_their_states, states=list(WEBHOOK.states)),
    ),
    Rule(
        "S1",
        "Messages of webhooks tell of events that have happened",
        "messages of webhooks",
        "a message's stream, kind and version with the event at its position, and the last one of its order that says a version",
        at_once(SQL.s1_webhook_messages_of_events, kinds=kinds_of("orders")),
    ),
    Rule(
        "E6",
        "The journal gives back the webhooks",
        "webhooks",
        "webhooks with the fold of their events",
        at_once(SQL.e6_webhooks_as_their_events),
    ),
)
