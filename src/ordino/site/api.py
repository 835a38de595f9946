"""The API on the configured database, as an ASGI application: what `ordino api serve` serves alone."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

from ordino.api.app import create_api
from ordino.api.limits import Limits
from ordino.cli.supervisor import die_with_parent
from ordino.engine import Engine, open_pool
from ordino.engine.embedded import database_url
from ordino.flows.wiring import load_handlers
from ordino.site.settings import SECRET_KEY

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordino.site.settings")
django.setup()

from ordino.site.signed_in import person_of  # noqa: E402 - needs Django's applications

LIMITS = Limits()


@contextmanager
def _open_engine() -> Iterator[Engine]:
    if sys.platform == "linux":
        die_with_parent()  # the server's main process, which holds nothing but this one
    pool = open_pool(database_url(), maximum_connections=LIMITS.writers + LIMITS.readers)
    try:
        yield Engine(pool)
    finally:
        pool.close()


load_handlers()
application = create_api(_open_engine, secret=SECRET_KEY.encode(), limits=LIMITS, person_of=person_of)
