import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT


def test_imports_go_down_and_decisions_are_pure() -> None:
    """The contracts stand in pyproject.toml."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
