"""Reads of API keys: what a secret stands for, the list for those who manage keys; and the note of when one was used."""

from datetime import datetime, timedelta

from ordino.access.decide.scopes import permissions_of
from ordino.access.rows import ApiKeyView, Grant, PersonView
from ordino.engine import Actor, Engine, Reader, Statements

SQL = Statements("ordino.access")
_KEY = "key:"
USE_PRECISION = timedelta(minutes=1)


def grant_of(reader: Reader, secret_hash: str, *, now: datetime, token_id: str = "") -> Grant | None:
    """The key that has this secret, or had it until its overlap ends; None where it is unknown, revoked or expired, or the
    token by which it is asked for is revoked.
    """
    return reader.fetch_one(SQL.select_grant, Grant, secret_hash=secret_hash, now=now, token_id=token_id)


def actor_of(grant: Grant) -> Actor:
    """Who asks with this key; a rotated key stays the same actor, so its idempotency keys hold on."""
    return Actor(f"{_KEY}{grant.name}", permissions_of(grant.scopes))


def has_ended(reader: Reader, actor_name: str, *, now: datetime) -> bool:
    """Whether the actor is a key that is revoked or has expired, in whose name nothing may be done any more."""
    name = actor_name.removeprefix(_KEY)
    return name != actor_name and bool(reader.fetch_values(SQL.select_ended_names, names=[name], now=now))


def api_keys(reader: Reader) -> list[ApiKeyView]:
    """All keys, those in use first, the newest first."""
    return reader.fetch(SQL.select_keys, ApiKeyView)


def record_use(engine: Engine, key_id: int, *, at: datetime) -> None:
    """Note that a key was used, to the minute: a note about the outside, not a change of the key, so in no journal."""
    with engine.connection() as connection, connection.transaction():
        Reader(connection).fetch_values(SQL.record_use, key_id=key_id, at=at, before=at - USE_PRECISION)


def people(reader: Reader) -> list[PersonView]:
    """Everybody who was ever let in, those who may sign in first."""
    return reader.fetch(SQL.select_people, PersonView)
