"""An installation as it is run: `ordino up` with its database, web server and worker, in a folder of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ordino
from ordino.access.commands import IssueApiKey
from ordino.access.secret import new_secret
from ordino.engine import embedded
from ordino.simulation.benchmarks.scratch import Migrate, engine_on
from ordino.simulation.benchmarks.world import World, build_world, run
from ordino.simulation.faults.processes import command_line, descendants, send

LEASE_SECONDS = 2
SMALL = World(skus=40, customers=50)
_START_SECONDS = 90
_STOP_SECONDS = 30
_LOOK_MS = 100


class Installation:
    """`ordino up` and what it keeps running. `part` answers the processes of one part, so that they can be killed."""

    def __init__(self, folder: Path, secret: str, url: str) -> None:
        self.folder = folder
        self.secret = secret
        self.url = url
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, again where it has ended."""
        command = [sys.executable, "-m", "ordino", "up", "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )

    def environment(self) -> dict[str, str]:
        """The settings of every process of it."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(ordino.__file__).parents[1]),
            "ORDINO_DATA_DIRECTORY": str(self.folder),
            "ORDINO_EFFECT_LEASE_SECONDS": str(LEASE_SECONDS),
            "ORDINO_EMAIL_URL": (self.folder / "mails").as_uri(),
        }
        environment.pop("ORDINO_DATABASE_URL", None)
        return environment

    def keep(self) -> bool:
        """Start it again where it has ended, as a machine's own supervisor does; answers whether it had."""
        if self._process is None or self._process.poll() is None:
            return False
        self.start()
        return True

    def part(self, name: str) -> list[int]:
        """The processes of `supervisor`, `web`, `worker` or `database` that run now."""
        assert self._process is not None
        if name == "supervisor":
            return [self._process.pid]
        if name == "database":
            return self._database()
        word = {"web": "granian", "worker": "ordino.workers.run"}[name]
        for child in descendants(self._process.pid):
            if word in command_line(child):
                return [child, *descendants(child)]
        return []

    def wait_until_it_answers(self) -> None:
        """Wait until the web server answers from the database. Raises TimeoutError."""
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            self.keep()
            if time.monotonic() > deadline:
                raise TimeoutError(f"the installation does not answer; see {self.folder / 'log'}")
            time.sleep(_LOOK_MS / 1000)

    def stop(self) -> None:
        """Stop it as a person would, and the database with it."""
        if self._process is not None:
            send(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        embedded.stop(self.folder)
        self._wait_until_nothing_listens()

    def _wait_until_nothing_listens(self) -> None:
        """Nothing may stay behind and hold the port. Raises TimeoutError."""
        deadline = time.monotonic() + _STOP_SECONDS
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            if time.monotonic() > deadline:
                raise TimeoutError(f"something still listens on port {self.port}")
            time.sleep(_LOOK_MS / 1000)

    def _database(self) -> list[int]:
        try:
            postmaster = int((self.folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, IndexError, ValueError):
            return []
        return [postmaster, *descendants(postmaster)]

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api/v1/orders?limit=1", headers={"Authorization": f"Bearer {self.secret}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def installed(folder: Path, migrate: Migrate) -> Iterator[Installation]:
    """A small shop in a folder, with everything running; all of it is stopped at the end."""
    url = embedded.start(folder)
    migrate(url)
    secret = new_secret()
    key = IssueApiKey(
        name="faults", prefix=secret.prefix, secret_hash=secret.hash, scopes=("*",), requests_per_minute=10_000_000
    )
    with engine_on(url) as engine:
        build_world(engine, SMALL)
        run(engine, [key])
    installation = Installation(folder, secret.text, url)
    try:
        installation.start()
        installation.wait_until_it_answers()
        yield installation
    finally:
        installation.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
