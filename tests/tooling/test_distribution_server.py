"""The suite's database tests run on the embedded server; here the ones that depend on the server run on another one."""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.architecture.source import ROOT

OLDEST = 15
STATEMENTS = "tests/architecture/test_sql.py::test_the_database_understands_every_statement"


def _binaries() -> Path | None:
    """The distribution's oldest server that Ordino supports."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin/initdb") if int(path.parts[-3]) >= OLDEST]
    return min(versions).parent if versions else None


def _user() -> str | None:
    """A server refuses to run as root: then as the user its package made."""
    if os.geteuid() != 0:
        return None
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), "nobody")


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binaries, user = _binaries(), _user()
    if binaries is None:
        pytest.skip("there is no PostgreSQL server of the distribution; .ci/install-postgresql installs one")
    folder = tmp_path_factory.mktemp("server")
    if user:
        for parent in [folder, *folder.parents][:3]:
            parent.chmod(parent.stat().st_mode | 0o055)
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

    def run(program: str, *arguments: str) -> None:
        subprocess.run([binaries / program, *arguments], user=user, cwd="/", check=True, capture_output=True)

    run("initdb", "--auth=trust", "--username=postgres", "--encoding=utf8", "--locale=C", "-D", str(folder / "data"))
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    run("pg_ctl", "-w", "-D", str(folder / "data"), "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgresql://postgres@/postgres?host={folder}"
    run("pg_ctl", "-w", "-D", str(folder / "data"), "-m", "immediate", "stop")


def test_the_write_path_and_every_statement_work_on_the_distributions_server(server_url: str, tmp_path: Path) -> None:
    with psycopg.connect(server_url) as connection:
        assert connection.info.server_version >= OLDEST * 10_000
    environment = {**os.environ, "ORDINO_TEST_DATABASE_URL": server_url}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_XDIST")}
    options = ["-q", "-x", "-p", "no:xdist", f"--basetemp={tmp_path}"]
    command = [sys.executable, "-m", "pytest", *options, "tests/engine", STATEMENTS]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]
