import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment, ordino


def test_help_names_the_commands_and_imports_none_of_them(tmp_path: Path) -> None:
    answer = ordino("--help", data_directory=tmp_path)

    assert answer.returncode == 0
    assert "ordino up" in answer.stdout
    assert re.search(r"migrate +Bring the database to this version\.", answer.stdout)
    assert not list(tmp_path.iterdir())


def test_an_unknown_command_is_refused_with_exit_code_2(tmp_path: Path) -> None:
    answer = ordino("oder", data_directory=tmp_path)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "No such command 'oder'" in answer.stderr


def test_a_database_that_cannot_be_reached_is_said_in_words_and_not_as_a_traceback(tmp_path: Path) -> None:
    answer = ordino("migrate", data_directory=tmp_path, ORDINO_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")

    assert answer.returncode == 1
    assert answer.stderr.startswith("The database cannot be reached\n")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("fraud", "--help")])
def test_who_stops_reading_ends_the_command_quietly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)

    answer = subprocess.run(
        [sys.executable, "-m", "ordino", *arguments],
        stdout=write,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        check=False,
    )
    os.close(write)

    assert (answer.returncode, answer.stderr) == (141, b"")
