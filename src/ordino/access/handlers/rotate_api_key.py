"""Give API keys another secret."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ordino.access.commands import ApiKeyResult, RotateApiKey
from ordino.access.decide.api_keys import check_rotation
from ordino.access.events import ApiKeyRotated
from ordino.access.problems import KeyRevoked
from ordino.access.queries import SQL
from ordino.access.rows import ApiKeyRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound, Problem
from ordino.kernel.registration import decide_storable


class _SecretRow(Record, frozen=True):
    id: int
    prefix: str
    secret_hash: str
    previous_until: datetime


@handles(RotateApiKey)
def rotate_api_keys(unit: Unit, commands: Sequence[RotateApiKey]) -> list[Decision]:
    """Of a key that is named twice in a batch, the last secret counts."""
    return decide_storable(commands, lambda storable: _rotate(unit, storable))


def _rotate(unit: Unit, commands: Sequence[RotateApiKey]) -> list[Decision]:
    ids = sorted({command.api_key_id for command in commands})
    keys = {row.id: row for row in unit.fetch(SQL.lock_keys, ApiKeyRow, ids=ids)}
    rows: dict[int, _SecretRow] = {}
    decisions: list[Decision] = []
    for command in commands:
        key = keys.get(command.api_key_id)
        problem = _problem(command, key)
        if problem is not None or key is None:
            decisions.append(Refused(problem or NotFound(what="API key", reference=str(command.api_key_id))))
            continue
        until = unit.now + timedelta(hours=command.overlap_hours)
        rows[key.id] = _SecretRow(key.id, command.prefix, command.secret_hash, until)
        event = ApiKeyRotated(api_key_id=key.id, prefix=command.prefix, previous_until=until)
        result = ApiKeyResult(api_key_id=key.id, name=key.name, prefix=command.prefix)
        decisions.append(Done(result, (StreamEvent(f"api_key/{key.id}", event),)))
    unit.write(SQL.rotate_keys, list(rows.values()))
    return decisions


def _problem(command: RotateApiKey, key: ApiKeyRow | None) -> Problem | None:
    if key is not None and key.revoked_at is not None:
        return KeyRevoked(api_key_id=key.id)
    return check_rotation(command)
