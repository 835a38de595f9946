"""`ordino simulate` as a person starts it: a process, a server and a merchant of its own."""

import json
from pathlib import Path

from tests.cli.running import ordino


def test_a_merchant_is_lived_and_told(tmp_path: Path) -> None:
    answer = ordino("simulate", "--seed", "3", "--orders", "8", "--turns", "1-2", "--json", data_directory=tmp_path)
    assert answer.returncode == 0, answer.stderr
    (story,) = json.loads(answer.stdout)
    assert story["orders"] > 0
    assert story["violations"] == []
