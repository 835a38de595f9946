"""Give webhooks another secret."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision
from ordino.kernel.problems import Problem
from ordino.webhooks.commands import RotateWebhookSecret
from ordino.webhooks.decide.webhooks import check_overlap, check_seal
from ordino.webhooks.events import WebhookSecretRotated
from ordino.webhooks.facts import Changed, change_webhooks
from ordino.webhooks.rows import WebhookRow


@handles(RotateWebhookSecret)
def rotate_webhook_secrets(unit: Unit, commands: Sequence[RotateWebhookSecret]) -> list[Decision]:
    """The secret before goes on signing beside the new one until the overlap ends."""

    def rotate(webhook: WebhookRow, command: RotateWebhookSecret) -> Changed | Problem:
        problem = check_seal(command.seal) or check_overlap(command.overlap_hours)
        if problem is not None:
            return problem
        until = unit.now + timedelta(hours=command.overlap_hours)
        row = structs.replace(
            webhook,
            salt=command.seal.salt,
            hash=command.seal.hash,
            previous_salt=webhook.salt,
            previous_hash=webhook.hash,
            previous_until=until,
        )
        return row, WebhookSecretRotated(webhook_id=row.id, previous_until=until)

    return change_webhooks(unit, commands, rotate)
