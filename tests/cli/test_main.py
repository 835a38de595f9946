import re
from pathlib import Path

from tests.cli.running import ordino


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
