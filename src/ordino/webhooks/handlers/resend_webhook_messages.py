"""Try messages again that were set aside."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record
from ordino.webhooks.commands import ResendWebhookMessages
from ordino.webhooks.events import WebhookMessagesResent
from ordino.webhooks.facts import SQL, Changed, change_webhooks
from ordino.webhooks.rows import WebhookRow


class _Resent(Record, frozen=True):
    id: int


@handles(ResendWebhookMessages)
def resend_webhook_messages(unit: Unit, commands: Sequence[ResendWebhookMessages]) -> list[Decision]:
    """They are sent under the ids they had, before what waits of the same order, with a full number of attempts."""
    decisions = change_webhooks(unit, commands, _resend)
    resent = [
        _Resent(command.webhook_id)
        for command, decision in zip(commands, decisions, strict=True)
        if isinstance(decision, Done)
    ]
    unit.write(SQL.put_back, resent, now=unit.now)
    return decisions


def _resend(webhook: WebhookRow, command: ResendWebhookMessages) -> Changed:
    return webhook, WebhookMessagesResent(webhook_id=webhook.id)
