"""The scratch server of a benchmark: an embedded PostgreSQL with normal durable settings and databases of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ordino.engine import Engine, embedded, open_pool
from ordino.simulation.benchmarks.world import World, build_world

Migrate = Callable[[str], None]
EMPTY = "bench_empty"
WORLD = "bench_world"
_BEING_MADE = "bench_being_made"


class Scratch:
    """A running scratch server. `bench_empty` is a migrated database, `bench_world` one with the shop; others are copies."""

    def __init__(self, url: str, migrate: Migrate) -> None:
        self._url = url
        self._migrate = migrate

    def prepare(self, world: World) -> None:
        """Make the databases that others are copied from, or bring those of an earlier run to this version."""
        for kept in self._kept():
            self._migrate(self.url_of(kept))
        if not self.has(EMPTY):
            self._migrate(self._url)
            self.create(EMPTY, embedded.DATABASE_NAME)
        if not self.has(WORLD):
            with engine_on(self.create(_BEING_MADE, EMPTY)) as engine:
                build_world(engine, world)
            self.rename(_BEING_MADE, WORLD)

    def has(self, name: str) -> bool:
        with psycopg.connect(self.url_of("postgres")) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        return found is not None

    def create(self, name: str, template: str = WORLD) -> str:
        """A fresh copy of the template, under a name; answers its address."""
        self._run(sql.SQL("drop database if exists {} with (force)"), name)
        self._run(sql.SQL("create database {} template {}"), name, template)
        return self.url_of(name)

    def rename(self, name: str, new_name: str) -> None:
        """Give a database its final name; one that had it before goes."""
        self._run(sql.SQL("drop database if exists {} with (force)"), new_name)
        self._run(sql.SQL("alter database {} rename to {}"), name, new_name)

    def checkpoint(self) -> None:
        """Write what is dirty, so that one measurement does not pay for the one before."""
        self._run(sql.SQL("checkpoint"))

    def url_of(self, name: str) -> str:
        return make_conninfo(self._url, dbname=name)

    def _kept(self) -> list[str]:
        with psycopg.connect(self.url_of("postgres")) as connection:
            rows = connection.execute("select datname from pg_database where datname like 'bench\\_%'").fetchall()
        return [name for (name,) in rows if name != _BEING_MADE]

    def _run(self, statement: sql.SQL, *names: str) -> None:
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


@contextmanager
def scratch_server(migrate: Migrate, world: World, kept: Path | None = None) -> Iterator[Scratch]:
    """A server in a temporary directory that is deleted afterwards, or in `kept`, which stays to be used again."""
    if kept is not None:
        with _serving(kept, migrate, world) as scratch:
            yield scratch
        return
    with TemporaryDirectory(prefix="ordino-bench-") as directory, _serving(Path(directory), migrate, world) as scratch:
        yield scratch


@contextmanager
def _serving(directory: Path, migrate: Migrate, world: World) -> Iterator[Scratch]:
    try:
        scratch = Scratch(embedded.start(directory), migrate)
        scratch.prepare(world)
        yield scratch
    finally:
        embedded.stop(directory)


@contextmanager
def engine_on(url: str, *, connections: int = 1) -> Iterator[Engine]:
    """The engine on one of the scratch databases."""
    pool = open_pool(url, maximum_connections=connections)
    try:
        yield Engine(pool)
    finally:
        pool.close()
