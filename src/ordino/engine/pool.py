"""Connections for the engine and its readers."""

import psycopg
from psycopg_pool import ConnectionPool

from ordino.engine.reader import Connection

WAIT_SECONDS = 30
PREPARED_STATEMENTS = 1000
_SETTINGS = (
    "timezone=UTC",
    "jit=off",
    "plan_cache_mode=force_generic_plan",
    "enable_seqscan=off",  # commands ask by key; a plan made while a table is small must hold when it is large
)


def open_pool(
    database_url: str, *, maximum_connections: int = 8, connection_class: type[Connection] = psycopg.Connection
) -> "ConnectionPool[Connection]":
    """A pool whose connections prepare every statement at its first use, plan it once, and speak UTC."""
    pool: ConnectionPool[Connection] = ConnectionPool(
        database_url,
        connection_class=connection_class,
        min_size=1,
        max_size=maximum_connections,
        timeout=WAIT_SECONDS,
        kwargs={"prepare_threshold": 0, "options": " ".join(f"-c {one}" for one in _SETTINGS)},
        configure=_keep_plans,
        open=False,
    )
    pool.open(wait=True, timeout=WAIT_SECONDS)
    return pool


def _keep_plans(connection: Connection) -> None:
    connection.prepared_max = PREPARED_STATEMENTS
