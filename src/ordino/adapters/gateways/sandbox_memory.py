"""What the sandbox remembers, in a file of its own: a provider does not forget when our transaction rolls back."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import structs

from ordino.kernel.messages import Record
from ordino.payments.gateway import CallKind, GatewayOutcome, GatewayRequest

_TABLES = """
create table if not exists call (
    key text primary key, kind text, gateway_reference text, amount_minor integer, reason text, asked_at text,
    settled integer) strict;
create table if not exists met (key text primary key) strict;
create table if not exists secret (value blob) strict;
"""
_FIND = "select key, kind, gateway_reference, amount_minor, reason, asked_at, settled from call where key = ?"
_KEEP = "insert or ignore into call values (?, ?, ?, ?, ?, ?, ?)"
_LEFT = """
select
    coalesce(sum(amount_minor) filter (where kind = 'authorize'), 0)
        - coalesce(sum(amount_minor) filter (where kind in ('capture', 'void')), 0),
    coalesce(sum(amount_minor) filter (where kind = 'capture'), 0)
        - coalesce(sum(amount_minor) filter (where kind = 'refund'), 0)
from call where gateway_reference = ? and reason = ''
"""


class RememberedCall(Record, frozen=True):
    """A call that the sandbox has taken on; `reason` says why it was declined."""

    key: str
    kind: CallKind
    gateway_reference: str
    amount_minor: int
    reason: str
    asked_at: str
    settled: int

    @property
    def outcome(self) -> GatewayOutcome:
        if not self.settled:
            return "unknown"
        return "failed" if self.reason else "succeeded"


class MoneyLeft(Record, frozen=True):
    """What the sandbox would still let happen to a payment, in minor units."""

    capturable_minor: int
    refundable_minor: int


class SandboxMemory:
    """One SQLite file; every call is a transaction."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, key: str) -> RememberedCall | None:
        with self._open() as connection:
            row = connection.execute(_FIND, (key,)).fetchone()
        return None if row is None else RememberedCall(*row)

    def keep(self, request: GatewayRequest, *, reason: str, settled: bool) -> RememberedCall:
        """Remember a call; of two at once with one key the first counts."""
        call = RememberedCall(
            request.key,
            request.kind,
            request.gateway_reference or f"sandbox/{request.key}",
            request.amount_minor,
            reason,
            request.asked_at.isoformat(),
            int(settled),
        )
        with self._open() as connection:
            connection.execute(_KEEP, structs.astuple(call))
        return self.find(request.key) or call

    def settle(self, call: RememberedCall) -> RememberedCall:
        """Carry out what was only taken on."""
        with self._open() as connection:
            connection.execute("update call set settled = 1 where key = ?", (call.key,))
        return self.find(call.key) or call

    def meets(self, key: str) -> bool:
        """Whether the key is met for the first time."""
        with self._open() as connection:
            return connection.execute("insert or ignore into met values (?)", (key,)).rowcount == 1

    def left_minor(self, gateway_reference: str) -> MoneyLeft:
        with self._open() as connection:
            return MoneyLeft(*connection.execute(_LEFT, (gateway_reference,)).fetchone())

    def secret(self) -> bytes:
        """What webhooks are signed with; made when it is first needed."""
        with self._open() as connection:
            connection.execute(
                "insert into secret select ? where not exists (select 1 from secret)", (secrets.token_bytes(32),)
            )
            (value,) = connection.execute("select value from secret").fetchone()
            return bytes(value)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=30)) as connection, connection:
            connection.executescript(_TABLES)
            yield connection
