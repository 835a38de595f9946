"""Issue API keys."""

from collections.abc import Sequence
from datetime import datetime

from ordino.access.commands import ApiKeyResult, IssueApiKey
from ordino.access.decide.api_keys import check_issue
from ordino.access.events import ApiKeyIssued
from ordino.access.problems import KeyNameTaken
from ordino.access.queries import SQL
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import decide_storable


class _KeyRow(Record, frozen=True):
    id: int
    name: str
    prefix: str
    secret_hash: str
    scopes: tuple[str, ...]
    channel_id: int | None
    requests_per_minute: int
    expires_at: datetime | None


@handles(IssueApiKey)
def issue_api_keys(unit: Unit, commands: Sequence[IssueApiKey]) -> list[Decision]:
    """Each key under a name of its own."""
    return decide_storable(commands, lambda storable: _issue(unit, storable))


def _issue(unit: Unit, commands: Sequence[IssueApiKey]) -> list[Decision]:
    taken = set(unit.fetch_values(SQL.select_known_names, names=[command.name for command in commands]))
    wanted = sorted({command.channel_id for command in commands if command.channel_id is not None})
    channel_ids = set(unit.fetch_values(SQL.select_channel_ids, ids=wanted)) if wanted else set()
    rows: list[_KeyRow] = []
    decisions: list[Decision] = []
    key_ids = unit.next_ids("access_api_key_id_seq", len(commands))
    for key_id, command in zip(key_ids, commands, strict=True):
        problem = _problem(command, taken, channel_ids, unit.now)
        if problem is not None:
            decisions.append(Refused(problem))
            continue
        taken.add(command.name)
        rows.append(_row(key_id, command))
        decisions.append(_done(key_id, command))
    unit.write(SQL.insert_keys, rows, now=unit.now, by=unit.actor.name)
    return decisions


def _problem(command: IssueApiKey, taken: set[str], channel_ids: set[int], now: datetime) -> Problem | None:
    if command.name in taken:
        return KeyNameTaken(name=command.name)
    if command.channel_id is not None and command.channel_id not in channel_ids:
        return NotFound(what="channel", reference=str(command.channel_id))
    return check_issue(command, now)


def _row(key_id: int, command: IssueApiKey) -> _KeyRow:
    return _KeyRow(
        key_id,
        command.name,
        command.prefix,
        command.secret_hash,
        command.scopes,
        command.channel_id,
        command.requests_per_minute,
        command.expires_at,
    )


def _done(key_id: int, command: IssueApiKey) -> Done:
    event = ApiKeyIssued(
        api_key_id=key_id,
        name=command.name,
        prefix=command.prefix,
        scopes=command.scopes,
        channel_id=command.channel_id,
        expires_at=command.expires_at,
    )
    result = ApiKeyResult(api_key_id=key_id, name=command.name, prefix=command.prefix)
    return Done(result, (StreamEvent(f"api_key/{key_id}", event, begins=True),))
