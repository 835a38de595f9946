"""Revoke single tokens."""

import re
from collections.abc import Sequence
from datetime import datetime

from ordino.access.commands import ApiKeyResult, RevokeToken
from ordino.access.events import TokenRevoked
from ordino.access.queries import SQL
from ordino.access.rows import ApiKeyRow
from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Known, Record, Refused, StreamEvent
from ordino.kernel.problems import InvalidInput, NotFound
from ordino.kernel.registration import decide_storable

_TOKEN_ID = re.compile(r"[\w-]{22}", re.ASCII)


class _RevokedToken(Record, frozen=True):
    token_id: str
    key_id: int
    expires_at: datetime


@handles(RevokeToken)
def revoke_tokens(unit: Unit, commands: Sequence[RevokeToken]) -> list[Decision]:
    """A token that is revoked, or has ended by itself, stays so; what has ended needs no place in the list any more."""
    return decide_storable(commands, lambda storable: _revoke(unit, storable))


def _revoke(unit: Unit, commands: Sequence[RevokeToken]) -> list[Decision]:
    ids = sorted({command.api_key_id for command in commands})
    keys = {row.id: row for row in unit.fetch(SQL.lock_keys, ApiKeyRow, ids=ids)}
    wanted = [command.token_id for command in commands]
    known = set(unit.fetch_values(SQL.select_revoked_tokens, token_ids=wanted))
    rows: list[_RevokedToken] = []
    decisions: list[Decision] = []
    for command in commands:
        key = keys.get(command.api_key_id)
        if key is None:
            decisions.append(Refused(NotFound(what="API key", reference=str(command.api_key_id))))
            continue
        if not _TOKEN_ID.fullmatch(command.token_id):
            decisions.append(Refused(InvalidInput(field="token_id", reason="is none of a token of this server.")))
            continue
        result = ApiKeyResult(api_key_id=key.id, name=key.name, prefix=key.prefix)
        if command.token_id in known or command.expires_at <= unit.now:
            decisions.append(Known(result))
            continue
        known.add(command.token_id)
        rows.append(_RevokedToken(command.token_id, key.id, command.expires_at))
        event = TokenRevoked(api_key_id=key.id, token_id=command.token_id, expires_at=command.expires_at)
        decisions.append(Done(result, (StreamEvent(f"api_key/{key.id}", event),)))
    if rows:
        unit.fetch_values(SQL.forget_ended_tokens, now=unit.now)
    unit.write(SQL.insert_revoked_tokens, rows, now=unit.now)
    return decisions
