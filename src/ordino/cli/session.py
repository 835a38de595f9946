"""What a command needs to work: a database that runs and is up to date, and the engine on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

import ordino
from ordino.cli.migrate import run_migrations
from ordino.cli.output import stop_with
from ordino.engine import Engine, open_pool
from ordino.engine.clock import Clock, system_clock
from ordino.engine.embedded import ensure_started
from ordino.flows.wiring import load_handlers

Migration = tuple[str, str]  # context and name


@contextmanager
def open_engine(*, clock: Clock = system_clock, maximum_connections: int = 4) -> Iterator[Engine]:
    """The engine on the configured or embedded database, with every handler loaded. Leaves where migrations wait."""
    url = database_up_to_date()
    load_handlers()
    pool = open_pool(url, maximum_connections=maximum_connections)
    engine = Engine(pool, clock=clock)
    try:
        yield engine
    finally:
        engine.close()


def database_up_to_date() -> str:
    """The address of a database that runs and has every migration.

    A new database is given its tables; one that is in use is left to `ordino migrate`, with exit code 2.
    """
    url = ensure_started()
    if not _applied_migrations(url):
        run_migrations(url)
    elif waiting := waiting_migrations(url):
        stop_with("The database is not up to date", f"{len(waiting)} migrations wait; run: ordino migrate")
    return url


def waiting_migrations(url: str) -> set[Migration]:
    """Ordino's own migrations that are in the code and not in the database. Needs no Django."""
    return _known_migrations() - _applied_migrations(url)


def unknown_migrations(url: str) -> set[Migration]:
    """Migrations of Ordino's contexts that the database has and the code does not: it is of a newer version."""
    known = _known_migrations()
    contexts = {context for context, _ in known}
    return {(context, name) for context, name in _applied_migrations(url) if context in contexts} - known


def _known_migrations() -> set[Migration]:
    source = Path(ordino.__file__).parent
    return {(path.parts[-3], path.stem) for path in source.glob("*/migrations/[0-9]*.py")}


def _applied_migrations(url: str) -> set[Migration]:
    with psycopg.connect(url, connect_timeout=10) as connection:
        if connection.execute("select to_regclass('django_migrations')").fetchone() == (None,):
            return set()
        return set(connection.execute("select app, name from django_migrations"))
