"""The database server of simulations: an embedded PostgreSQL in a directory of its own that need not survive a power cut.

Crashes are simulated at the boundaries of statements and commits, so nothing is flushed to disk.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ordino.engine import Engine, embedded, open_pool
from ordino.engine.bell import Ringer
from ordino.engine.clock import SetClock
from ordino.engine.reader import Connection
from ordino.simulation.runs.world import BEGIN, build

Migrate = Callable[[str], None]
_NOT_DURABLE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


class Server:
    """A running server with one database that all runs are copied from; its databases begin with `name`.

    `template` is what that database is made from, before it is migrated.
    """

    def __init__(self, url: str, migrate: Migrate, *, template: str = "template1", name: str = "simulation") -> None:
        self._url = url
        self._migrate = migrate
        self._template = template
        self._world, self._draft, self._run = (f"{name}_{part}" for part in ("world", "draft", "run"))

    def forget_safety(self) -> None:
        """Let the server flush nothing: what it holds is of no worth after a power cut."""
        self._admin(*(f"alter system set {setting}" for setting in _NOT_DURABLE), "select pg_reload_conf()")

    def prepare(self) -> None:
        """Make the database that runs are copied from: migrated, the merchant set up; one of an earlier run is used again."""
        if self._has(self._world):
            self._migrate(self.url(self._world))
            return
        draft = self._create(self._draft, self._template)
        self._migrate(draft)
        with engine_on(draft, SetClock(BEGIN)) as engine:
            build(engine)
            with engine.connection() as connection:
                connection.autocommit = True
                connection.execute("vacuum analyze")
                connection.autocommit = False
        self._admin(f"alter database {self._draft} rename to {self._world}")

    def fresh(self) -> str:
        """A copy of the merchant before its first day; answers its address."""
        return self._create(self._run, self._world)

    def url(self, name: str) -> str:
        """The address of one of the databases."""
        return make_conninfo(self._url, dbname=name)

    def _create(self, name: str, template: str) -> str:
        self._admin(f"drop database if exists {name} with (force)", f"create database {name} template {template}")
        return self.url(name)

    def _has(self, name: str) -> bool:
        with psycopg.connect(self.url("postgres")) as connection:
            return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None

    def _admin(self, *statements: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement))


@contextmanager
def simulation_server(migrate: Migrate, directory: Path | None = None) -> Iterator[Server]:
    """A prepared server in a temporary directory, which is deleted afterwards, or in the one that is given.

    Raises InUse.
    """
    if directory is None:
        with TemporaryDirectory(prefix="ordino-simulation-") as temporary, _serving(Path(temporary), migrate) as server:
            yield server
        return
    with _alone_in(directory), _serving(directory, migrate) as server:
        yield server


class InUse(Exception):
    """Somebody else simulates with the server of the directory."""


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Keep others out: they would drop the database of a run under way. Raises InUse."""
    directory.mkdir(parents=True, exist_ok=True)
    with directory.with_name(f"{directory.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(f"The server kept in {directory} is in use; wait, or keep another one elsewhere.") from None
        yield


@contextmanager
def _serving(directory: Path, migrate: Migrate) -> Iterator[Server]:
    try:
        server = Server(embedded.start(directory), migrate)
        server.forget_safety()
        server.prepare()
        yield server
    finally:
        embedded.stop(directory)


class _SilentRinger(Ringer):
    """Nobody listens to a simulated merchant, and a ring from a thread of its own would make runs of one seed differ."""

    def ring(self) -> None:
        """Say nothing."""


@contextmanager
def engine_on(
    url: str,
    clock: SetClock,
    *,
    connections: int = 1,
    connection_class: type[Connection] = psycopg.Connection,
) -> Iterator[Engine]:
    """The engine on one database, on a simulated clock."""
    pool = open_pool(url, maximum_connections=connections, connection_class=connection_class)
    try:
        yield Engine(pool, clock=clock, ringer=_SilentRinger(pool))
    finally:
        pool.close()
