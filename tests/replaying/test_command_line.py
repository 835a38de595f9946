"""`ordino replay`, `ordino exception` and `ordino notification` as a person runs them."""

import json
from pathlib import Path

from tests.cli.running import ordino
from tests.conftest import TestEngine
from tests.replaying.history import write_history
from tests.support.database import TestDatabase


def test_a_history_is_replayed_and_what_is_left_is_worked_on(
    engine: TestEngine, database: TestDatabase, tmp_path: Path
) -> None:
    path = write_history(tmp_path / "history.csv")
    lists = ("--errors", str(tmp_path / "errors.csv"), "--listed", str(tmp_path / "listed.csv"))

    def run(*arguments: str) -> str:
        answer = ordino(*arguments, data_directory=tmp_path, ORDINO_DATABASE_URL=database.url)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    told = json.loads(run("replay", str(path), "--json", *lists))
    assert (told["difference"], told["replay"]["completed_orders"]) == ("0.000", 4)
    assert "The audit is clean." in run("replay", str(path), *lists)

    queue = json.loads(run("exception", "list", "--kind", "unmatched_return", "--json"))
    assert [row["amount_minor"] for row in queue] == [-1356, -210]
    number = str(queue[0]["id"])
    assert "is assigned" in run("exception", "assign", number, "grace")
    assert "is resolved" in run("exception", "resolve", number, "--note", "credited by hand")
    assert "credited by hand" in run("exception", "show", number)

    channel = ("notification", "set", "online-retail")
    assert "from now on" in run(*channel, "--sender", "orders@shop.example")
    assert "tells nobody" in run(*channel, "--off")
    assert json.loads(run("notification", "list", "--json")) == []
