"""One server process for a benchmark, as `ordino api serve` starts it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ordino
from ordino.kernel.messages import Record

_START_SECONDS = 60


class Served(Record, frozen=True):
    """A server that answers: its port, and the process that was started, whose child does the work."""

    port: int
    process_id: int


@contextmanager
def serving(
    url: str,
    application: str = "ordino.site.api:application",
    alive: str = "/api/v1/problems/NotFound",
    **settings: str,
) -> Iterator[Served]:
    """One process that serves an application on this database, alive when it answers there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "ORDINO_DATABASE_URL": url,
        "PYTHONPATH": str(Path(ordino.__file__).parents[1]),
        **settings,
    }
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--port", str(port)]
    command += ["--log-level", "warning", "--workers-kill-timeout", "3", application]
    with subprocess.Popen(command, env=environment) as process:
        try:
            _wait_until_it_answers(port, alive)
            yield Served(port, process.pid)
        finally:
            process.terminate()


def _wait_until_it_answers(port: int, alive: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_SECONDS)
            connection.request("GET", alive)
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
