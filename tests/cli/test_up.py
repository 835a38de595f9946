import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ordino.engine import embedded
from tests.cli.running import environment, ordino


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("up")
    yield directory
    embedded.stop(directory)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _health(port: int, *, within_seconds: float = 40) -> dict[str, object]:
    """What the server says of itself, once it says ok."""
    deadline = time.monotonic() + within_seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def _up(data_directory: Path, port: int) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "ordino", "up", "--port", str(port)]
    with subprocess.Popen(command, env=environment(data_directory), stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(15)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_up_brings_a_healthy_server_and_stops_all_of_it_within_five_seconds(
    data_directory: Path, stop: signal.Signals
) -> None:
    port = _free_port()
    with _up(data_directory, port) as process:
        assert _health(port) == {"status": "ok", "database": "reachable", "migrations_waiting": 0, "version": "0.1.0"}

        began = time.monotonic()
        process.send_signal(stop)
        assert process.wait(15) == 0
        assert time.monotonic() - began < 5

    assert not embedded.is_running(data_directory)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)


def test_up_starts_the_database_again_after_it_was_killed(data_directory: Path) -> None:
    port = _free_port()
    with _up(data_directory, port):
        _health(port)
        os.kill(int((data_directory / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)

        time.sleep(1)
        assert _health(port)["status"] == "ok"


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = ordino("up", "--port", str(port), data_directory=tmp_path)

    assert answer.returncode == 2
    assert answer.stderr.startswith(f"Cannot listen on 127.0.0.1:{port}\n")
    assert not (tmp_path / "postgres").exists()
