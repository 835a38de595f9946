"""Connections for the engine and its readers."""

from psycopg_pool import ConnectionPool

from ordino.engine.reader import Connection

WAIT_SECONDS = 30


def open_pool(database_url: str, *, maximum_connections: int = 8) -> "ConnectionPool[Connection]":
    """A pool whose connections prepare every statement at its first use, speak UTC, and never compile a plan."""
    pool: ConnectionPool[Connection] = ConnectionPool(
        database_url,
        min_size=1,
        max_size=maximum_connections,
        timeout=WAIT_SECONDS,
        kwargs={"prepare_threshold": 0, "options": "-c timezone=UTC -c jit=off"},
        open=False,
    )
    pool.open(wait=True, timeout=WAIT_SECONDS)
    return pool
