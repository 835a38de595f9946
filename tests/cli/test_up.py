import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from ordino.engine import embedded
from tests.cli.running import environment, ordino
from tests.support.site import free_port


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("up")
    yield directory
    embedded.stop(directory)


def _health(port: int, *, within_seconds: float = 300) -> dict[str, object]:
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
def _up(data_directory: Path, port: int, **more: str) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "ordino", "up", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment(data_directory, **more), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_up_brings_a_healthy_server_and_stops_all_of_it(data_directory: Path, stop: signal.Signals) -> None:
    port = free_port()
    with _up(data_directory, port) as process:
        assert _health(port) == {"status": "ok", "database": "reachable", "migrations_waiting": 0, "version": "0.1.0"}

        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=20) as answer:
            assert json.load(answer)["openapi"] == "3.1.0"

        process.send_signal(stop)
        assert process.wait(60) == 0

    assert not embedded.is_running(data_directory)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)


def test_a_person_signs_in_and_every_page_allows_only_what_the_server_itself_sends(data_directory: Path) -> None:
    port, password = free_port(), "a long enough one"
    ordino("migrate", data_directory=data_directory)
    person = {"DJANGO_SUPERUSER_USERNAME": "ada", "DJANGO_SUPERUSER_EMAIL": "", "DJANGO_SUPERUSER_PASSWORD": password}
    assert ordino("manage", "createsuperuser", "--noinput", data_directory=data_directory, **person).returncode == 0

    with _up(data_directory, port, ORDINO_ALLOW_HTTP="yes"):
        _health(port)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        address = f"http://127.0.0.1:{port}/login"
        with browser.open(address, timeout=10) as page:
            assert page.headers["Content-Security-Policy"].startswith(
                "default-src 'self'; script-src 'self'; style-src 'self'"
            )
            assert page.headers["X-Frame-Options"] == "DENY"
            token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[0]
        form = {"csrfmiddlewaretoken": token, "login": "ada", "password": password}
        with browser.open(address, urllib.parse.urlencode(form).encode(), timeout=10) as page:
            assert '<span class="cut">ada</span>' in page.read().decode()

        with pytest.raises(urllib.error.HTTPError) as refused:
            browser.open(
                address, urllib.parse.urlencode({**form, "csrfmiddlewaretoken": "forged"}).encode(), timeout=10
            )
        assert refused.value.code == 403


def test_up_starts_the_database_again_after_it_was_killed(data_directory: Path) -> None:
    port = free_port()
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
