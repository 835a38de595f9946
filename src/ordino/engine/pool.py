"""Connections for the engine and its readers."""

import psycopg
from psycopg_pool import ConnectionPool

from ordino.engine.reader import Connection

WAIT_SECONDS = 30
_SETTINGS = (
    "timezone=UTC",
    "jit=off",
    "plan_cache_mode=force_generic_plan",
    "enable_seqscan=off",  # commands ask by key; a plan made while a table is small must hold when it is large
)


def open_pool(
    database_url: str, *, maximum_connections: int = 8, connection_class: type[Connection] = psycopg.Connection
) -> "ConnectionPool[Connection]":
    """A pool whose connections plan a statement once and speak UTC. Named statements are prepared by their `Wire`, others not."""
    pool: ConnectionPool[Connection] = ConnectionPool(
        database_url,
        connection_class=connection_class,
        min_size=1,
        max_size=maximum_connections,
        timeout=WAIT_SECONDS,
        kwargs={"prepare_threshold": None, "options": " ".join(f"-c {one}" for one in _SETTINGS)},
        open=False,
    )
    pool.open(wait=True, timeout=WAIT_SECONDS)
    return pool
