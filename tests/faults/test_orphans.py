"""A web server whose main process is killed leaves nothing behind that would hold its port."""

import os
import signal
import socket
import time
from urllib.parse import urlsplit

from ordino.simulation.faults.processes import command_line, descendants
from tests.support.database import TestDatabase
from tests.support.server import running_server

PATIENCE_SECONDS = 30


def test_what_serves_ends_with_the_server_that_started_it(database: TestDatabase) -> None:
    with running_server(database.url) as address:
        started = [child for child in descendants(os.getpid()) if str(urlsplit(address).port) in command_line(child)]
        (main,) = [process for process in started if descendants(process)]
        serving = descendants(main)
        os.kill(main, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(command_line(process) for process in serving):
            assert time.monotonic() < deadline, "a process of the server stayed behind"
            time.sleep(0.05)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(address).port or 0)) != 0
