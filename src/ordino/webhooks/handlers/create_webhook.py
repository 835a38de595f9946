"""Tell a receiver of what happens."""

from collections.abc import Sequence

from ordino.engine import Unit, handles, inquires
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import check_code, decide_storable
from ordino.webhooks.commands import CreateWebhook, WebhookResult
from ordino.webhooks.decide.webhooks import check_event_types, check_position, check_seal, check_url
from ordino.webhooks.events import WebhookCreated, webhook_stream
from ordino.webhooks.facts import SQL, may_read_events, told_kinds
from ordino.webhooks.guard import guard_of_installation
from ordino.webhooks.lifecycle import ACTIVE
from ordino.webhooks.names import NOT_ASKED, InsideNames, look_up_names
from ordino.webhooks.problems import WebhookNameTaken
from ordino.webhooks.queue import CursorRow, follower_name


class _WebhookRow(Record, frozen=True):
    id: int
    name: str
    url: str
    event_types: tuple[str, ...]
    channel_id: int | None
    salt: str
    hash: str


inquires(CreateWebhook, look_up_names)


@handles(CreateWebhook)
def create_webhooks(unit: Unit, commands: Sequence[CreateWebhook]) -> list[Decision]:
    """Each webhook under a name of its own; its place in the journal is set in the same transaction, so nothing is missed."""
    forbidden = may_read_events(unit)
    if forbidden is not None:
        return [Refused(forbidden) for _ in commands]
    names = unit.take_foreseen(InsideNames) or NOT_ASKED
    return decide_storable(commands, lambda storable: _create(unit, storable, names))


def _create(unit: Unit, commands: Sequence[CreateWebhook], names: InsideNames) -> list[Decision]:
    taken = set(unit.fetch_values(SQL.select_known_names, names=[command.name for command in commands]))
    wanted = sorted({command.channel_id for command in commands if command.channel_id is not None})
    channel_ids = set(unit.fetch_values(SQL.select_channel_ids, ids=wanted)) if wanted else set()
    ids = unit.next_ids("webhooks_webhook_id_seq", len(commands))
    rows: list[_WebhookRow] = []
    cursors: list[CursorRow] = []
    decisions: list[Decision] = []
    for webhook_id, command in zip(ids, commands, strict=True):
        problem = _problem(command, taken, channel_ids, names)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        taken.add(command.name)
        rows.append(_row(webhook_id, command))
        cursors.append(CursorRow(follower_name(webhook_id), command.after_position))
        decisions.append(_done(webhook_id, command))
    unit.write(SQL.insert_webhooks, rows, now=unit.now, by=unit.actor.name)
    unit.write(SQL.set_cursors, cursors)
    return decisions


def _problem(command: CreateWebhook, taken: set[str], channel_ids: set[int], names: InsideNames) -> Problem | None:
    if command.name in taken:
        return WebhookNameTaken(name=command.name)
    if command.channel_id is not None and command.channel_id not in channel_ids:
        return NotFound(what="channel", reference=str(command.channel_id))
    return (
        check_code(command.name, "name")
        or check_url(command.url, guard_of_installation())
        or names.problem(command.url)
        or check_event_types(command.event_types, told_kinds())
        or check_seal(command.seal)
        or check_position(command.after_position)
    )


def _row(webhook_id: int, command: CreateWebhook) -> _WebhookRow:
    return _WebhookRow(
        webhook_id,
        command.name,
        command.url,
        command.event_types,
        command.channel_id,
        command.seal.salt,
        command.seal.hash,
    )


def _done(webhook_id: int, command: CreateWebhook) -> Done:
    event = WebhookCreated(
        webhook_id=webhook_id,
        name=command.name,
        url=command.url,
        event_types=command.event_types,
        channel_id=command.channel_id,
        after_position=command.after_position,
    )
    result = WebhookResult(webhook_id=webhook_id, name=command.name, state=ACTIVE)
    return Done(result, (StreamEvent(webhook_stream(webhook_id), event, begins=True),))
