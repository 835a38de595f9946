"""Tell a receiver again of what has happened."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Refused
from ordino.kernel.problems import Problem
from ordino.webhooks.commands import ReplayWebhook
from ordino.webhooks.decide.webhooks import check_position
from ordino.webhooks.events import WebhookReplayed
from ordino.webhooks.facts import SQL, Changed, change_webhooks, may_read_events
from ordino.webhooks.queue import CursorRow, follower_name
from ordino.webhooks.rows import WebhookRow


@handles(ReplayWebhook)
def replay_webhooks(unit: Unit, commands: Sequence[ReplayWebhook]) -> list[Decision]:
    """The webhook's place in the journal goes back, or forward; of several commands for one, the last counts."""
    forbidden = may_read_events(unit)
    if forbidden is not None:
        return [Refused(forbidden) for _ in commands]
    decisions = change_webhooks(unit, commands, _replay)
    cursors = {
        command.webhook_id: CursorRow(follower_name(command.webhook_id), command.after_position)
        for command, decision in zip(commands, decisions, strict=True)
        if isinstance(decision, Done)
    }
    unit.write(SQL.set_cursors, list(cursors.values()))
    unit.write(SQL.forget_messages, list(cursors.values()))
    return decisions


def _replay(webhook: WebhookRow, command: ReplayWebhook) -> Changed | Problem:
    return check_position(command.after_position) or (
        webhook,
        WebhookReplayed(webhook_id=webhook.id, after_position=command.after_position),
    )
