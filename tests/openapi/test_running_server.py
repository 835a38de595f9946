"""Requests made from the OpenAPI document against a server process, one after the other along its links, with every check.

`make contract` asks longer: every phase, ten minutes.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ordino.api.operations import operations
from ordino.simulation.audit import audit
from tests.conftest import TestEngine
from tests.security.life import Life
from tests.support.database import TestDatabase
from tests.support.server import running_server

CONFIGURATION = Path(__file__).parent / "schemathesis.toml"
PHASES = os.environ.get("ORDINO_CONTRACT_PHASES", "stateful")
SECONDS = int(os.environ.get("ORDINO_CONTRACT_SECONDS", "30"))
OWN_KEY = "access"  # whose commands would take the key away that asks


@pytest.fixture
def life(engine: TestEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    monkeypatch.setenv("ORDINO_DATA_DIRECTORY", str(tmp_path))
    lived = Life(engine)
    lived.live()
    return lived


def test_a_running_server_answers_as_the_document_says_whatever_is_asked(
    life: Life, database: TestDatabase, tmp_path: Path
) -> None:
    contexts = sorted({operation.command.context for operation in operations()} - {OWN_KEY})
    scopes = [f"{context}:write" for context in contexts]
    secret = life.issue("schemathesis", *scopes, "events:read", "access:read")
    before = len(life.rows("select from engine_command"))

    with running_server(database.url) as server:
        for seconds in (SECONDS, 5 * SECONDS):  # longer where the machine is too slow to have done anything
            found = _schemathesis(
                tmp_path,
                *("run", f"{server}/api/v1/openapi.json", "--header", f"Authorization: Bearer {secret}"),
                *("--phases", PHASES, "--checks", "all", "--max-examples", "50", "--max-time", str(seconds)),
                *("--seed", "1", "--continue-on-failure", "--generation-database", "none"),
                *("--request-timeout", "60", "--suppress-health-check", "all"),
            )
            assert found.returncode == 0, found.stdout[-60_000:] + found.stderr
            done = len(life.rows("select from engine_command")) - before
            if done:
                break

    assert done
    with life.engine.reader() as reader:
        ((now,),) = life.rows("select now()")
        assert audit(reader, now=now).differences == ()


def _schemathesis(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION), "--no-color", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
