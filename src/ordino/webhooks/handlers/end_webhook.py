"""Tell a receiver of nothing any more."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done
from ordino.webhooks.commands import EndWebhook
from ordino.webhooks.events import WebhookEnded
from ordino.webhooks.facts import SQL, Changed, change_webhooks
from ordino.webhooks.lifecycle import ENDED
from ordino.webhooks.queue import CursorRow, follower_name
from ordino.webhooks.rows import WebhookRow


@handles(EndWebhook)
def end_webhooks(unit: Unit, commands: Sequence[EndWebhook]) -> list[Decision]:
    """What waits is forgotten with its place in the journal; the webhook itself stays, for its name and its history."""
    decisions = change_webhooks(unit, commands, _end)
    ended = [
        CursorRow(follower_name(command.webhook_id), None)
        for command, decision in zip(commands, decisions, strict=True)
        if isinstance(decision, Done)
    ]
    unit.write(SQL.forget_cursors, ended)
    unit.write(SQL.forget_messages, ended)
    return decisions


def _end(webhook: WebhookRow, command: EndWebhook) -> Changed:
    return structs.replace(webhook, state=ENDED), WebhookEnded(webhook_id=webhook.id, reason=command.reason)
