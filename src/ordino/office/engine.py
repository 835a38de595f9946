"""The engine behind the screens: one pool for the process, opened when the first page needs it."""

from functools import cache

from ordino.engine import Engine, open_pool
from ordino.engine.embedded import database_url
from ordino.flows.wiring import load_handlers

_CONNECTIONS = 8


@cache
def office_engine() -> Engine:
    """The engine with every handler loaded."""
    load_handlers()
    return Engine(open_pool(database_url(), maximum_connections=_CONNECTIONS))
