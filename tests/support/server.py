"""The API as it is run: a server process on a database, asked over loopback."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from ordino.cli.serving import server_command
from tests.architecture.source import ROOT

_START_SECONDS = 60.0
_PAUSE_SECONDS = 0.05


@contextmanager
def running_server(url: str, **environment: str) -> Iterator[str]:
    """One process that serves the API on this database; answers its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {**os.environ, "ORDINO_DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src"), **environment}
    command = server_command("ordino.site.api:application", "127.0.0.1", port)
    with subprocess.Popen(command, env=settings, cwd=ROOT) as process:
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            httpx.get(f"{address}/api/v1/problems/NotFound")
            return
        except httpx.TransportError:
            assert process.poll() is None, "the server ended while it was started"
            assert time.monotonic() < deadline, "the server did not answer in time"
            time.sleep(_PAUSE_SECONDS)
