"""Runs `ordino` as a person does: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"


def environment(data_directory: Path, **more: str) -> dict[str, str]:
    """The surroundings of a machine on which nothing but a data directory is configured."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("ORDINO_", "DJANGO_"))}
    return {**plain, "PYTHONPATH": str(SOURCE), "ORDINO_DATA_DIRECTORY": str(data_directory), "COLUMNS": "120", **more}


def ordino(*arguments: str, data_directory: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "ordino", *arguments],
        env=environment(data_directory, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
