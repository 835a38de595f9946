"""The SQL of this context, and what its handlers share: webhooks are locked, changed one command after another, and written."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ordino.engine import Statements, Unit
from ordino.kernel.messages import Decision, Done, Event, Refused, StreamEvent
from ordino.kernel.problems import NotFound, NotPermitted, Problem, StateRefuses
from ordino.kernel.registration import decide_storable
from ordino.kernel.schemas import context_of, event_types
from ordino.webhooks.commands import OnWebhook, WebhookResult
from ordino.webhooks.events import webhook_stream
from ordino.webhooks.lifecycle import WEBHOOK
from ordino.webhooks.rows import WebhookRow

SQL = Statements("ordino.webhooks")
READ_EVENTS = "events.read"
C = TypeVar("C", bound=OnWebhook)
Changed = tuple[WebhookRow, Event]


def told_kinds() -> frozenset[str]:
    """The kinds of events that webhooks tell of: all but their own."""
    return frozenset(kind for kind, event in event_types().items() if context_of(event) != "webhooks")


def may_read_events(unit: Unit) -> Problem | None:
    """Who has events sent somewhere must be permitted to read them."""
    return None if unit.actor.may(READ_EVENTS) else NotPermitted(permission=READ_EVENTS, actor=unit.actor.name)


def change_webhooks(
    unit: Unit, commands: Sequence[C], change: Callable[[WebhookRow, C], Changed | Problem]
) -> list[Decision]:
    """Change each webhook as its life cycle permits; several commands on one are carried out one after another."""
    return decide_storable(commands, lambda storable: _change(unit, storable, change))


def _change(unit: Unit, commands: Sequence[C], change: Callable[[WebhookRow, C], Changed | Problem]) -> list[Decision]:
    ids = sorted({command.webhook_id for command in commands})
    webhooks = {row.id: row for row in unit.fetch(SQL.lock_webhooks, WebhookRow, ids=ids)}
    changed: dict[int, WebhookRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        found = _decide(webhooks.get(command.webhook_id), command, change)
        if isinstance(found, Problem):
            decisions.append(Refused(found))
            continue
        row, event = found
        webhooks[row.id] = changed[row.id] = row
        result = WebhookResult(webhook_id=row.id, name=row.name, state=row.state)
        decisions.append(Done(result, (StreamEvent(webhook_stream(row.id), event),)))
    unit.write(SQL.update_webhooks, list(changed.values()))
    return decisions


def _decide(
    webhook: WebhookRow | None, command: C, change: Callable[[WebhookRow, C], Changed | Problem]
) -> Changed | Problem:
    if webhook is None:
        return NotFound(what="webhook", reference=str(command.webhook_id))
    if WEBHOOK.target(webhook.state, command.kind()) is None:
        return StateRefuses(
            subject=f"Webhook {webhook.id}",
            state=webhook.state,
            command=command.kind(),
            permitted=WEBHOOK.permitted(webhook.state),
        )
    return change(webhook, command)
