"""Revoke API keys."""

from collections.abc import Sequence

from ordino.access.commands import ApiKeyResult, RevokeApiKey
from ordino.access.events import ApiKeyRevoked
from ordino.access.queries import SQL
from ordino.access.rows import ApiKeyRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import NotFound
from ordino.kernel.registration import decide_storable


class _RevokedRow(Record, frozen=True):
    id: int


@handles(RevokeApiKey)
def revoke_api_keys(unit: Unit, commands: Sequence[RevokeApiKey]) -> list[Decision]:
    """A key that is revoked already stays so."""
    return decide_storable(commands, lambda storable: _revoke(unit, storable))


def _revoke(unit: Unit, commands: Sequence[RevokeApiKey]) -> list[Decision]:
    ids = sorted({command.api_key_id for command in commands})
    keys = {row.id: row for row in unit.fetch(SQL.lock_keys, ApiKeyRow, ids=ids)}
    revoked = {row.id for row in keys.values() if row.revoked_at is not None}
    rows: list[_RevokedRow] = []
    decisions: list[Decision] = []
    for command in commands:
        key = keys.get(command.api_key_id)
        if key is None:
            decisions.append(Refused(NotFound(what="API key", reference=str(command.api_key_id))))
            continue
        result = ApiKeyResult(api_key_id=key.id, name=key.name, prefix=key.prefix)
        if key.id in revoked:
            decisions.append(Known(result))
            continue
        revoked.add(key.id)
        rows.append(_RevokedRow(key.id))
        event = ApiKeyRevoked(api_key_id=key.id, reason=command.reason)
        decisions.append(Done(result, (StreamEvent(f"api_key/{key.id}", event),)))
    unit.write(SQL.revoke_keys, rows, now=unit.now, by=unit.actor.name)
    return decisions
