"""Send nothing for a while."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.webhooks.commands import PauseWebhook
from ordino.webhooks.events import WebhookPaused
from ordino.webhooks.facts import Changed, change_webhooks
from ordino.webhooks.lifecycle import PAUSED
from ordino.webhooks.rows import WebhookRow


@handles(PauseWebhook)
def pause_webhooks(unit: Unit, commands: Sequence[PauseWebhook]) -> list[Decision]:
    """Its place in the journal and what waits stay as they are."""
    return change_webhooks(unit, commands, _pause)


def _pause(webhook: WebhookRow, command: PauseWebhook) -> Changed:
    row = structs.replace(webhook, state=PAUSED)
    return row, WebhookPaused(webhook_id=row.id, name=row.name, reason=command.reason, alert=command.alert)
