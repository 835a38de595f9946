"""Crashes at the boundaries of statements, commits and calls to the outside: the process dies there, and its transaction with it.

Connections count the statements that are sent and know their commits; where the plan says so, `SimulatedCrash` leaves through
everything, as nothing in the product catches it. Or the connection is cut: the server ends it for real before the commit, or the
answer to the commit does not come.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from ordino.engine.effect_rows import Intent
from ordino.engine.effects import Performer
from ordino.engine.reader import Connection
from ordino.engine.wire import Sent, Wire


class SimulatedCrash(BaseException):
    """The process has died, after so many of its transactions were committed: a batch may be carried out one by one."""

    def __init__(self, where: str, *, commits: int) -> None:
        super().__init__(where)
        self.commits = commits


class CrashPlan:
    """Where the process dies next: once, then no more until it is armed again. `counts` is told of each crash."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self.disarm()

    def disarm(self) -> None:
        self._statements_left: int | None = None
        self._at = ""
        self._commits = 0

    def die_after_statements(self, count: int) -> None:
        self._statements_left = count

    def die(self, at: str) -> None:
        """`before commit`, `after commit` or `after call`."""
        self._at = at

    def statement(self) -> None:
        """A statement is about to be sent."""
        if self._statements_left == 0:
            self._crash("at a statement")
        elif self._statements_left is not None:
            self._statements_left -= 1

    def committed(self) -> None:
        """A transaction is committed."""
        self._commits += 1

    def reach(self, place: str) -> None:
        """A boundary is reached."""
        if self._at == place:
            self._crash(place)

    def cuts(self, place: str) -> bool:
        """Whether the connection is cut here: `cut before commit` or `cut after commit`; once."""
        if self._at != place:
            return False
        self.disarm()
        self._counts["crashes"] += 1
        return True

    def _crash(self, where: str) -> None:
        commits = self._commits
        self.disarm()
        self._counts["crashes"] += 1
        raise SimulatedCrash(where, commits=commits)


class CrashPlanOfEachThread(CrashPlan, threading.local):
    """A plan for each thread: where one dies, the others live on."""


def dying_connection(plan: CrashPlan) -> type[Connection]:
    """A class of connections whose process dies where the plan says."""

    class DyingWire(Wire):
        def send(self, text: bytes, parameters: Mapping[str, object]) -> Sent:
            with self._arrived():
                plan.statement()
            return super().send(text, parameters)

        def commit(self) -> None:
            with self._arrived():
                plan.reach("before commit")
            if plan.cuts("cut before commit"):
                self._arrive()
                _cut(self._connection)
            super().commit()
            if plan.cuts("cut after commit"):
                self._connection.close()
                raise psycopg.OperationalError("the answer to the commit did not come")
            plan.committed()
            plan.reach("after commit")

        @contextmanager
        def _arrived(self) -> Iterator[None]:
            """Who dies here dies when everything sent was carried out: what numbers it drew must not hang on who was faster."""
            try:
                yield
            except SimulatedCrash:
                self._arrive()
                raise

        def _arrive(self) -> None:
            with suppress(psycopg.Error):
                self._end()

    class DyingConnection(psycopg.Connection[Any]):
        wire_class = DyingWire

    return DyingConnection


def _cut(connection: Connection) -> None:
    """Another session ends this one's server process."""
    with psycopg.connect(connection.info.dsn, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])


class DyingPerformer:
    """After its call to the outside the process may die: the money has moved, and nobody wrote down that it has."""

    def __init__(self, performer: Performer, plan: CrashPlan) -> None:
        self._performer = performer
        self._plan = plan

    def perform(self, intent: Intent) -> None:
        self._performer.perform(intent)
        self._plan.reach("after call")

    def happened(self, intent: Intent) -> bool:
        return self._performer.happened(intent)


def dying_performers(performers: Mapping[str, Performer], plan: CrashPlan) -> dict[str, Performer]:
    return {kind: DyingPerformer(performer, plan) for kind, performer in performers.items()}
