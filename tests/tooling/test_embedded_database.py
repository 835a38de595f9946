import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ordino.engine import embedded


@pytest.fixture
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("data")
    yield directory
    embedded.stop(directory)


def _postmaster(directory: Path) -> int:
    return int((directory / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def test_the_embedded_database_starts_is_attached_to_and_stops_on_purpose(directory: Path) -> None:
    url = embedded.start(directory)
    first = _postmaster(directory)

    assert embedded.start(directory) == url == embedded.database_url(directory)
    assert _postmaster(directory) == first
    with psycopg.connect(url) as connection:
        row = connection.execute("select current_database(), current_setting('synchronous_commit')").fetchone()
    assert row == ("ordino", "on")

    assert embedded.stop(directory) is True
    assert embedded.stop(directory) is False


def test_committed_rows_survive_a_kill_of_the_server_and_it_starts_again(directory: Path) -> None:
    with psycopg.connect(embedded.start(directory)) as connection:
        connection.execute("create table fact (what text)")
        connection.execute("insert into fact values ('kept')")
    os.kill(_postmaster(directory), signal.SIGKILL)

    with psycopg.connect(embedded.start(directory)) as connection:
        assert connection.execute("select what from fact").fetchone() == ("kept",)


def test_a_directory_that_was_begun_and_not_finished_is_made_again(directory: Path) -> None:
    draft = directory / "postgres.draft"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")

    with psycopg.connect(embedded.start(directory)) as connection:
        assert connection.execute("show max_connections").fetchone() == ("200",)
    assert not draft.exists()


def test_a_configured_database_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDINO_DATABASE_URL", "postgresql://someone@elsewhere/shop")

    assert embedded.database_url() == "postgresql://someone@elsewhere/shop"
    assert embedded.ensure_started() == "postgresql://someone@elsewhere/shop"


def test_reading_the_settings_starts_no_database_and_keeps_one_private_key(tmp_path: Path) -> None:
    environment = {**os.environ, "ORDINO_DATA_DIRECTORY": str(tmp_path / "data"), "PYTHONPATH": "src"}
    environment.pop("ORDINO_DATABASE_URL", None)
    command = [sys.executable, "-c", "from ordino.site.settings import SECRET_KEY; print(SECRET_KEY)"]

    keys = {subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout for _ in "12"}

    assert len(keys) == 1
    assert not (tmp_path / "data" / "postgres").exists()
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
