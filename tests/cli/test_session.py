import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ordino.engine import embedded
from tests.cli.running import environment

USE_THE_ENGINE = """
import typer
from ordino.cli.session import open_engine
try:
    with open_engine() as engine:
        print(type(engine).__name__)
except typer.Exit as refusal:
    raise SystemExit(refusal.exit_code)
"""


@pytest.fixture(scope="module")
def data_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("session")
    yield directory
    embedded.stop(directory)


def _use(data_directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", USE_THE_ENGINE]
    return subprocess.run(command, env=environment(data_directory), capture_output=True, text=True, check=False)


def test_a_new_database_is_given_its_tables_and_one_in_use_waits_for_migrate(data_directory: Path) -> None:
    assert _use(data_directory).stdout == "Engine\n"

    with psycopg.connect(embedded.database_url(data_directory), autocommit=True) as connection:
        connection.execute("delete from django_migrations where app = 'catalog' and name = '0001_initial'")
    refused = _use(data_directory)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "The database is not up to date\n1 migrations wait; run: ordino migrate\n"
