"""The digest of a run: SHA-256 over everything the journal holds. The same seed gives the same digest."""

import hashlib

from ordino.engine import Engine

_COMMANDS = """
select c.id::text, c.kind, c.actor, c.key, c.body::text, c.result::text, c.recorded_at::text
from engine_command c order by c.id
"""
_EVENTS = """
select e.position::text, e.command_id::text, e.stream, e.sequence::text, e.kind, e.data::text, e.recorded_at::text
from engine_event e order by e.position
"""


def journal_digest(engine: Engine) -> str:
    """The digest of all commands and events, in the order they were journaled."""
    digest = hashlib.sha256()
    with engine.connection() as connection:
        for query in (_COMMANDS, _EVENTS):
            for row in connection.execute(query):
                digest.update("\0".join("" if value is None else value for value in row).encode())
                digest.update(b"\n")
    return digest.hexdigest()
