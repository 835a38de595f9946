"""Give messages up that a receiver did not take."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record
from ordino.webhooks.commands import SetAsideWebhookMessage
from ordino.webhooks.events import WebhookMessageSetAside
from ordino.webhooks.facts import SQL, Changed, change_webhooks
from ordino.webhooks.rows import WebhookRow


class _SetAside(Record, frozen=True):
    webhook_id: int
    position: int


@handles(SetAsideWebhookMessage)
def set_aside_webhook_messages(unit: Unit, commands: Sequence[SetAsideWebhookMessage]) -> list[Decision]:
    """The message is kept, so that it can be sent again; later ones of its order are held back no longer."""
    decisions = change_webhooks(unit, commands, _set_aside)
    rows = [
        _SetAside(command.webhook_id, command.position)
        for command, decision in zip(commands, decisions, strict=True)
        if isinstance(decision, Done)
    ]
    unit.write(SQL.set_aside, rows, now=unit.now)
    return decisions


def _set_aside(webhook: WebhookRow, command: SetAsideWebhookMessage) -> Changed:
    event = WebhookMessageSetAside(
        webhook_id=webhook.id, name=webhook.name, position=command.position, reason=command.reason
    )
    return webhook, event
