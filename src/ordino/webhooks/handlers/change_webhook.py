"""Send to another address, or tell of other events."""

from collections.abc import Sequence

from msgspec import structs

from ordino.engine import Unit, handles, inquires
from ordino.kernel.messages import Decision, Refused
from ordino.kernel.problems import Problem
from ordino.kernel.registration import with_given
from ordino.webhooks.commands import ChangeWebhook
from ordino.webhooks.decide.webhooks import check_event_types, check_url
from ordino.webhooks.events import WebhookChanged
from ordino.webhooks.facts import Changed, change_webhooks, may_read_events, told_kinds
from ordino.webhooks.guard import guard_of_installation
from ordino.webhooks.names import NOT_ASKED, InsideNames, look_up_names
from ordino.webhooks.rows import WebhookRow

inquires(ChangeWebhook, look_up_names)


@handles(ChangeWebhook)
def change_webhook(unit: Unit, commands: Sequence[ChangeWebhook]) -> list[Decision]:
    """What waits to be sent goes to the address that stands when it is sent."""
    forbidden = may_read_events(unit)
    if forbidden is not None:
        return [Refused(forbidden) for _ in commands]
    names = unit.take_foreseen(InsideNames) or NOT_ASKED
    return change_webhooks(unit, commands, lambda webhook, command: _change(webhook, command, names))


def _change(webhook: WebhookRow, command: ChangeWebhook, names: InsideNames) -> Changed | Problem:
    row = with_given(webhook, command, ("url", "event_types"))
    row = structs.replace(row, event_types=tuple(row.event_types))
    problem = (
        check_url(row.url, guard_of_installation())
        or names.problem(row.url)
        or check_event_types(row.event_types, told_kinds())
    )
    if problem is not None:
        return problem
    return row, WebhookChanged(webhook_id=row.id, url=row.url, event_types=row.event_types)
