"""What a command needs to work: a database that runs and is up to date, and the engine on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

import ordino
from ordino.cli.output import stop_with
from ordino.engine import Engine, open_pool
from ordino.engine.clock import Clock, system_clock
from ordino.engine.embedded import ensure_started
from ordino.flows.wiring import load_handlers


@contextmanager
def open_engine(*, clock: Clock = system_clock, maximum_connections: int = 4) -> Iterator[Engine]:
    """The engine on the configured or embedded database, with every handler loaded. Leaves where migrations wait."""
    url = ensure_started()
    if waiting := waiting_migrations(url):
        stop_with("The database is not up to date", f"{len(waiting)} migrations wait; run: ordino migrate")
    load_handlers()
    pool = open_pool(url, maximum_connections=maximum_connections)
    try:
        yield Engine(pool, clock=clock)
    finally:
        pool.close()


def waiting_migrations(url: str) -> set[tuple[str, str]]:
    """Ordino's own migrations that are in the code and not in the database, as (context, name). Needs no Django."""
    source = Path(ordino.__file__).parent
    known = {(path.parts[-3], path.stem) for path in source.glob("*/migrations/[0-9]*.py")}
    with psycopg.connect(url, connect_timeout=10) as connection:
        if connection.execute("select to_regclass('django_migrations')").fetchone() == (None,):
            return known
        applied: set[tuple[str, str]] = set(connection.execute("select app, name from django_migrations"))
    return known - applied
