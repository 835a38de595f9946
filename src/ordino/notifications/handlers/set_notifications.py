"""Let channels tell their customers."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound, Problem
from ordino.kernel.registration import check_text
from ordino.notifications.addresses import is_address
from ordino.notifications.commands import NotificationsSet, SetNotifications
from ordino.notifications.events import NotificationsConfigured
from ordino.notifications.facts import SQL
from ordino.notifications.rows import LANGUAGES


class _Code(Record, frozen=True):
    code: str
    id: int


class _Row(Record, frozen=True):
    channel_id: int
    enabled: bool
    sender: str
    sender_name: str
    language: str


@handles(SetNotifications)
def set_notifications(unit: Unit, commands: Sequence[SetNotifications]) -> list[Decision]:
    """The last of several commands for one channel counts."""
    codes = sorted({command.channel for command in commands})
    channels = {row.code: row.id for row in unit.fetch(SQL.select_channels, _Code, codes=codes)}
    rows: dict[int, _Row] = {}
    decisions: list[Decision] = []
    for command in commands:
        problem = _problem(command, channels)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        channel_id = channels[command.channel]
        rows[channel_id] = _Row(
            channel_id, command.enabled, command.sender, command.sender_name.strip(), command.language
        )
        event = NotificationsConfigured(channel=command.channel, enabled=command.enabled)
        result = NotificationsSet(channel=command.channel, enabled=command.enabled)
        decisions.append(Done(result, (StreamEvent(f"notifications/{command.channel}", event),)))
    unit.write(SQL.upsert_channels, list(rows.values()), now=unit.now)
    return decisions


def _problem(command: SetNotifications, channels: dict[str, int]) -> Problem | None:
    if command.channel not in channels:
        return NotFound(what="channel", reference=command.channel)
    if (command.enabled or command.sender) and not is_address(command.sender):
        return InvalidInput(field="sender", reason="must be an e-mail address, like shop@example.org")
    if not command.sender_name.isprintable():
        return InvalidInput(field="sender_name", reason="must be a name on one line")
    if command.language not in LANGUAGES:
        return InvalidInput(field="language", reason=f"must be one of {', '.join(LANGUAGES)}")
    return check_text(command)
