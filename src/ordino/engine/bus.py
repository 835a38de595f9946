"""The one write path: `Engine.execute` runs a batch of commands of one kind in one transaction."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool

from ordino.engine import journal
from ordino.engine.actor import Actor
from ordino.engine.bell import Ringer
from ordino.engine.clock import Clock, system_clock
from ordino.engine.outcomes import Outcome
from ordino.engine.reader import Connection, Reader
from ordino.engine.registry import asked_outside
from ordino.engine.statements import Statement
from ordino.engine.transaction import Answer, Batch, CommitUnanswered, run_batch
from ordino.engine.wire import wire_of
from ordino.kernel.messages import Command, Record, Refused
from ordino.kernel.problems import InFlight, InvalidInput, NotPermitted, Problem

MAXIMUM_ATTEMPTS = 6
_SNAPSHOT = b"begin isolation level repeatable read read only"
_PLAN_EACH = Statement(
    "plan_each",  # filters of lists differ too much for one plan
    b"select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true)",
)
_TRY_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
_NOT_STORABLE = (errors.DataError, UnicodeEncodeError, OverflowError)
_ONE_OF_THEM = (errors.IntegrityError, errors.LockNotAvailable)


class CommitUnknown(Exception):
    """The connection broke during commit and the database could not be asked in time whether it was done."""


class Engine:
    """The write path over one pool of connections.

    `execute` answers one outcome for each command, in order. It raises only where no answer can be given: psycopg's
    OperationalError where the database stays away (nothing was done), `CommitUnknown` where its answer to a commit was lost
    and it stays away (repeat with the same key), and whatever a defect raises (nothing was done).
    """

    def __init__(
        self, pool: "ConnectionPool[Connection]", *, clock: Clock = system_clock, ringer: Ringer | None = None
    ) -> None:
        self._pool = pool
        self._ringer = ringer or Ringer(pool)
        self.clock = clock

    def at(self, clock: Clock) -> "Engine":
        """The same engine on another clock: for imports of history, demonstrations and simulations."""
        return Engine(self._pool, clock=clock, ringer=self._ringer)

    @property
    def address(self) -> str:
        """The address of the database."""
        address = self._pool.conninfo
        return address if isinstance(address, str) else address()

    def close(self) -> None:
        """Close the pool; nothing can be asked of this engine any more."""
        self._ringer.close()
        self._pool.close()

    def execute(
        self,
        commands: Sequence[Command],
        *,
        actor: Actor,
        keys: Sequence[str | None] | None = None,
        when_decided: Callable[[], object] | None = None,
    ) -> list[Outcome]:
        """Carry out a batch of commands of one kind; `keys` are idempotency keys, one for each command.

        `when_decided` is called in this thread whenever nothing but a commit is waited for: once or, where something is tried
        again, more often, or never.
        """
        return self._run(commands, actor, keys, when_decided=when_decided)

    def preview(
        self, commands: Sequence[Command], *, actor: Actor, keys: Sequence[str | None] | None = None
    ) -> list[Outcome]:
        """What `execute` would answer: the same code, rolled back."""
        return self._run(commands, actor, keys, preview=True)

    @contextmanager
    def reader(self, *, by_key: bool = False) -> Iterator[Reader]:
        """Reads for an edge, in one read-only snapshot; what is asked `by_key` is planned once, other questions each time."""
        with self._pool.connection() as connection, wire_of(connection).pipeline(_SNAPSHOT, b"commit"):
            reader = Reader(connection)
            if not by_key:
                reader.ask(_PLAN_EACH, Record)
            yield reader

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A raw connection, for the engine's own followers, for maintenance and for tests that tamper."""
        with self._pool.connection() as connection:
            yield connection

    def _run(
        self,
        commands: Sequence[Command],
        actor: Actor,
        keys: Sequence[str | None] | None,
        *,
        preview: bool = False,
        when_decided: Callable[[], object] | None = None,
    ) -> list[Outcome]:
        if not commands:
            return []
        kind = type(commands[0])
        if any(type(command) is not kind for command in commands):
            raise TypeError("a batch holds commands of one kind")
        if not actor.may(kind.permission()):
            refusal = Refused(NotPermitted(permission=kind.permission(), actor=actor.name))
            return [refusal for _ in commands]
        keyed = tuple(keys or (None,) * len(commands))
        outside = asked_outside(commands)
        batch = Batch(tuple(commands), keyed, actor, preview, when_decided, outside=outside)
        return self._run_until_answered(batch)

    def _run_until_answered(self, batch: Batch) -> list[Outcome]:
        """Try the batch; where one of it fails in the database, try each alone, so that it harms no neighbor."""
        for attempt in range(MAXIMUM_ATTEMPTS):
            try:
                return self._run_in_transaction(batch)
            except _TRY_AGAIN:
                self._pause(attempt)
            except journal.KeyTwice:
                return self._run_one_by_one(batch)
            except _NOT_STORABLE as failure:
                if len(batch.commands) > 1:
                    return self._run_one_by_one(batch)
                return [Refused(_not_storable(batch.commands[0], failure))]
            except _ONE_OF_THEM as failure:
                if len(batch.commands) > 1:
                    return self._run_one_by_one(batch)
                if isinstance(failure, errors.LockNotAvailable):
                    break
                if attempt == MAXIMUM_ATTEMPTS - 1:
                    raise
            except psycopg.OperationalError:
                if attempt == MAXIMUM_ATTEMPTS - 1:
                    raise
                self._pause(attempt)
                self._pool.check()
        busy = InFlight(wait_seconds=journal.LOCK_TIMEOUT_SECONDS)
        return [Refused(busy) for _ in batch.commands]

    def _run_one_by_one(self, batch: Batch) -> list[Outcome]:
        return [outcome for single in batch.singles() for outcome in self._run_until_answered(single)]

    def _run_in_transaction(self, batch: Batch) -> list[Outcome]:
        """Run the batch; a refusal of what must follow refuses its cause, and the rest runs again without it."""
        refused: dict[int, Problem] = {}
        while True:
            answer = self._attempt(batch.without(refused))
            if not answer.vetoes:
                break
            refused |= answer.vetoes
        outcomes = iter(answer.outcomes)
        return [Refused(refused[i]) if i in refused else next(outcomes) for i in range(len(batch.commands))]

    def _attempt(self, batch: Batch) -> Answer:
        try:
            with self._pool.connection() as connection:
                answer = run_batch(connection, batch, now=self.clock())
        except CommitUnanswered as unanswered:
            if not self._was_committed(unanswered.transaction):
                raise psycopg.OperationalError(f"{unanswered} was not committed") from unanswered
            answer = unanswered.answer
        if not batch.preview and not answer.vetoes:
            self._ringer.ring()
        return answer

    def _was_committed(self, transaction: journal.Transaction) -> bool:
        """Ask a restarted or reconnected database for the fate of a transaction whose commit was not answered."""
        for attempt in range(MAXIMUM_ATTEMPTS):
            try:
                with self._pool.connection() as connection:
                    fate = journal.transaction_fate(Reader(connection), transaction)
            except psycopg.OperationalError:
                fate = None
            if fate in ("committed", "aborted"):
                return fate == "committed"
            self._pause(attempt + 2)
        raise CommitUnknown(f"transaction {transaction.id}")

    @staticmethod
    def _pause(attempt: int) -> None:
        """Wait a little longer each time, at random, so that two that collided do not collide again."""
        time.sleep(random.uniform(0.5, 1.0) * 0.02 * 2**attempt)  # noqa: S311 - a pause of random length, no secret


def _not_storable(command: Command, failure: Exception) -> Problem:
    """What no field check has caught: text with NUL or half a character, a number beyond 64 bits."""
    reason = str(failure).splitlines()[0]
    return InvalidInput(field=command.kind(), reason=f"holds a text or number that cannot be stored: {reason}")
