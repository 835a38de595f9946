"""The site in a process of its own, on loopback, without the worker: tests do a worker's work themselves."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ordino.cli.serving import server_command
from tests.cli.running import SOURCE
from tests.support.database import TestDatabase
from tests.support.site import SECRET_KEY, free_port

STARTS_WITHIN_SECONDS = 60


class Served(NamedTuple):
    """Where the site answers, and where the mail it sends lies."""

    address: str
    mail: Path


@contextmanager
def served(database: TestDatabase, folder: Path, **more: str) -> Iterator[Served]:
    """The site on a free port; `more` are further settings."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "ORDINO_DATA_DIRECTORY": str(folder),
        "ORDINO_DATABASE_URL": database.url,
        "ORDINO_SECRET_KEY": _secret_key(),
        "ORDINO_ALLOW_HTTP": "yes",
        "ORDINO_EMAIL_URL": f"file://{folder / 'mail'}",
        **more,
    }
    command = server_command("ordino.site.asgi:application", "127.0.0.1", port)
    with subprocess.Popen(command, env=environment) as process:
        try:
            _wait_until_healthy(address, process)
            yield Served(address, folder / "mail")
        finally:
            process.terminate()
            process.wait(15)


def _secret_key() -> str:
    """The key of this process, where Django is set up here already: what it signs, the server must be able to read."""
    from django.conf import settings  # noqa: PLC0415 - may be set up only now

    return str(settings.SECRET_KEY) if settings.configured else SECRET_KEY


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.1)
