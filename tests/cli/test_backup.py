import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ordino.engine import embedded
from tests.cli.running import environment, ordino


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("backup")
    assert ordino("migrate", data_directory=directory).returncode == 0
    yield directory
    embedded.stop(directory)


@pytest.fixture
def fact(data_directory: Path) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A table with one row, the fact to be kept."""
    with psycopg.connect(embedded.database_url(data_directory), autocommit=True) as connection:
        connection.execute("drop table if exists catalog_fact; create table catalog_fact (what text)")
        connection.execute("insert into catalog_fact values ('kept')")
        yield connection


def _facts(data_directory: Path) -> list[tuple[object, ...]]:
    with psycopg.connect(embedded.database_url(data_directory)) as connection:
        return connection.execute("select what from catalog_fact").fetchall()


def test_a_backup_is_restored_in_place_of_what_is_there(
    data_directory: Path, fact: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    file = tmp_path / "ordino.dump"
    assert ordino("backup", str(file), data_directory=data_directory).returncode == 0
    fact.execute("update catalog_fact set what = 'changed'")

    refused = ordino("restore", str(file), data_directory=data_directory)
    assert (refused.returncode, _facts(data_directory)) == (2, [("changed",)])
    assert refused.stderr.startswith("The database is not empty\n")

    done = ordino("restore", str(file), "--replace", data_directory=data_directory)
    assert (done.returncode, _facts(data_directory)) == (0, [("kept",)]), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ordino.dump"]


def test_a_backup_is_restored_on_a_new_machine(
    data_directory: Path, fact: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    file = tmp_path / "ordino.dump"
    ordino("backup", str(file), data_directory=data_directory)
    elsewhere = tmp_path / "elsewhere"
    try:
        assert ordino("restore", str(file), data_directory=elsewhere).returncode == 0
        assert _facts(elsewhere) == [("kept",)]
        assert (
            ordino("migrate", "--plan", data_directory=elsewhere).stdout.count("No planned migration operations") == 1
        )
    finally:
        embedded.stop(elsewhere)


def test_a_failed_restore_leaves_the_old_database(
    data_directory: Path, fact: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    file = tmp_path / "ordino.dump"
    ordino("backup", str(file), data_directory=data_directory)
    file.write_bytes(file.read_bytes()[:-2000])

    answer = ordino("restore", str(file), "--replace", data_directory=data_directory)

    assert answer.returncode == 2
    assert _facts(data_directory) == [("kept",)]


def test_a_backup_of_a_newer_version_is_refused(
    data_directory: Path, fact: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    file = tmp_path / "ordino.dump"
    fact.execute("insert into django_migrations (app, name, applied) values ('catalog', '9999_tomorrow', now())")
    ordino("backup", str(file), data_directory=data_directory)
    fact.execute("delete from django_migrations where name = '9999_tomorrow'")

    answer = ordino("restore", str(file), "--replace", data_directory=data_directory)

    assert answer.returncode == 2
    assert answer.stderr.startswith("The backup is of a newer version\n")
    assert _facts(data_directory) == [("kept",)]


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_backup_leaves_no_file(
    data_directory: Path, fact: psycopg.Connection[tuple[object, ...]], tmp_path: Path, interrupt: signal.Signals
) -> None:
    file = tmp_path / "ordino.dump"
    with fact.transaction():
        fact.execute("lock table catalog_fact in access exclusive mode")  # so that the backup waits in its middle
        command = [sys.executable, "-m", "ordino", "backup", str(file)]
        with subprocess.Popen(command, env=environment(data_directory), stderr=subprocess.DEVNULL) as process:
            _until(lambda: list(tmp_path.glob(".*.partial")))
            process.send_signal(interrupt)
            process.wait(20)
        assert not file.exists()
        assert interrupt == signal.SIGKILL or not list(tmp_path.iterdir())

    assert ordino("backup", str(file), data_directory=data_directory).returncode == 0
    assert file.exists()


def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_that_exists_is_not_written_over_unasked(data_directory: Path, tmp_path: Path) -> None:
    file = tmp_path / "ordino.dump"
    file.write_text("mine")

    assert ordino("backup", str(file), data_directory=data_directory).returncode == 2
    assert file.read_text() == "mine"


def test_a_file_that_is_no_backup_is_refused(data_directory: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("not a dump")

    answer = ordino("restore", str(file), "--replace", data_directory=data_directory)

    assert (answer.returncode, answer.stderr.splitlines()[0]) == (2, f"{file} is not a backup")
