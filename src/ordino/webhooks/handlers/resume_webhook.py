"""Go on sending."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record
from ordino.webhooks.commands import ResumeWebhook
from ordino.webhooks.events import WebhookResumed
from ordino.webhooks.facts import SQL, Changed, change_webhooks
from ordino.webhooks.lifecycle import ACTIVE
from ordino.webhooks.rows import WebhookRow


class _Resumed(Record, frozen=True):
    id: int


@handles(ResumeWebhook)
def resume_webhooks(unit: Unit, commands: Sequence[ResumeWebhook]) -> list[Decision]:
    """What waited for another try is tried at once."""
    decisions = change_webhooks(unit, commands, _resume)
    resumed = [
        _Resumed(command.webhook_id)
        for command, decision in zip(commands, decisions, strict=True)
        if isinstance(decision, Done)
    ]
    unit.write(SQL.make_due, resumed, now=unit.now)
    return decisions


def _resume(webhook: WebhookRow, command: ResumeWebhook) -> Changed:
    return structs.replace(webhook, state=ACTIVE), WebhookResumed(webhook_id=webhook.id)
