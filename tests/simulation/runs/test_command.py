"""`ordino simulate` as a person starts it: a process, a server and a merchant of its own."""

import json
from pathlib import Path

import pytest

from ordino.simulation.runs.server import InUse, simulation_server
from tests.cli.running import ordino


def test_a_merchant_is_lived_and_told(tmp_path: Path) -> None:
    answer = ordino("simulate", "--seed", "3", "--orders", "8", "--turns", "1-2", "--json", data_directory=tmp_path)
    assert answer.returncode == 0, answer.stderr
    (story,) = json.loads(answer.stdout)
    assert story["orders"] > 0
    assert story["violations"] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--found", "--self-test"), "--found knows by itself what is run; leave out --self-test."),
        (("--broken", "nothing"), "  key forgotten"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_begins(
    asked: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    answer = ordino("simulate", *asked, data_directory=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in answer.stderr


def test_two_do_not_simulate_with_one_kept_server(tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    def migrate(url: str) -> None:
        with pytest.raises(InUse, match="is in use"), simulation_server(migrate, kept):
            pass
        raise KeyboardInterrupt  # whoever has it goes away amid its work, and it is free again

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), simulation_server(migrate, kept):
            pass
