"""The bell of the journal: who writes rings it, who waits for news hears it, in whichever process.

It rings after the commit, on a connection of its own: NOTIFY inside the writing transaction would hold a lock of the whole
database while the transaction commits, so that commits would wait for each other (decision 0067). Many commits ring once. What
is heard is only that there is news; the news themselves stand in the journal, read as followers do. A ring may be missed (a
process dies between commit and ring), so those who wait look by themselves now and then.
"""

import asyncio
from threading import Event, Lock, Thread

import psycopg
from psycopg_pool import ConnectionPool

from ordino.engine.reader import Connection

CHANNEL = "ordino_journal"
_NOTIFY = f"notify {CHANNEL}".encode()
_LISTEN = f"listen {CHANNEL}"
_BETWEEN_RINGS_SECONDS = 0.05
_PAUSE_AFTER_FAILURE_SECONDS = 1.0


class Ringer:
    """Rings for the commits of one process, at most every 50 ms, from a thread that nobody waits for."""

    def __init__(self, pool: "ConnectionPool[Connection]") -> None:
        self._pool = pool
        self._news = Event()
        self._closed = Event()
        self._starting = Lock()
        self._thread: Thread | None = None

    def ring(self) -> None:
        """There is news. Costs the caller nothing but a flag."""
        self._news.set()
        if self._thread is None:
            self._start()

    def close(self) -> None:
        """Ring for what was not rung for yet, and no more."""
        self._closed.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(_PAUSE_AFTER_FAILURE_SECONDS)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None and not self._closed.is_set():
                self._thread = Thread(target=self._run, name="bell", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._pool.closed:
            self._news.wait()
            self._news.clear()
            try:
                with self._pool.connection() as connection:
                    connection.pgconn.exec_(_NOTIFY)  # a transaction of its own; a ring that fails was missed
            except psycopg.Error:
                pass  # whoever listens looks by himself after a while
            if self._closed.wait(_BETWEEN_RINGS_SECONDS):
                return


class Bell:
    """Hears the ringing on one connection, however many of this process wait. `rings` counts what was heard."""

    def __init__(self, address: str) -> None:
        self.rings = 0
        self._address = address
        self._next = asyncio.Event()

    async def listen(self) -> None:
        """Listen until cancelled; a connection that is lost is made again, and counts as a ring, for one may have been missed."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._address, autocommit=True) as connection:
                    await connection.execute(_LISTEN)
                    self._ring()
                    async for _ in connection.notifies():
                        self._ring()
            except psycopg.OperationalError:
                await asyncio.sleep(_PAUSE_AFTER_FAILURE_SECONDS)

    async def heard(self, since: int, *, within_seconds: float) -> bool:
        """Whether it rang after `since` rings were counted; waits for it so long."""
        if self.rings == since:
            try:
                async with asyncio.timeout(within_seconds):
                    await self._next.wait()
            except TimeoutError:
                return False
        return True

    def _ring(self) -> None:
        self.rings += 1
        waiting, self._next = self._next, asyncio.Event()
        waiting.set()
