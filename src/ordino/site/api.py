"""The API on the configured database, as an ASGI application: what `ordino api serve` serves alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from ordino.api.app import create_api
from ordino.api.limits import Limits
from ordino.engine import Engine, open_pool
from ordino.engine.embedded import database_url
from ordino.flows.wiring import load_handlers
from ordino.site.settings import SECRET_KEY

LIMITS = Limits()


@contextmanager
def _open_engine() -> Iterator[Engine]:
    pool = open_pool(database_url(), maximum_connections=LIMITS.writers + LIMITS.readers)
    try:
        yield Engine(pool)
    finally:
        pool.close()


load_handlers()
application = create_api(_open_engine, secret=SECRET_KEY.encode(), limits=LIMITS)
