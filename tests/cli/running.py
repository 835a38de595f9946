"""Runs `ordino` as a person does: in a process of its own.

The processes are forked from one that has imported the commands and handlers, so that a test waits for what a
command does and not for what it imports.
"""

import os
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from ordino.cli.main import main

SOURCE = Path(__file__).resolve().parents[2] / "src"
TIMEOUT_SECONDS = 120

_forking = get_context("forkserver")
_forking.set_forkserver_preload(["tests.cli.imported"])


def environment(data_directory: Path, **more: str) -> dict[str, str]:
    """The surroundings of a machine on which nothing but a data directory is configured."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("ORDINO_", "DJANGO_"))}
    return {**plain, "PYTHONPATH": str(SOURCE), "ORDINO_DATA_DIRECTORY": str(data_directory), "COLUMNS": "120", **more}


def ordino(*arguments: str, data_directory: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        process = _forking.Process(target=_run, args=(arguments, environment(data_directory, **more), output, errors))
        process.start()
        process.join(TIMEOUT_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["ordino", *arguments], TIMEOUT_SECONDS)
        return subprocess.CompletedProcess(
            ["ordino", *arguments], process.exitcode, output.read_text(), errors.read_text()
        )


def _run(arguments: tuple[str, ...], surroundings: dict[str, str], output: Path, errors: Path) -> None:
    os.environ.clear()
    os.environ.update(surroundings)
    for path, descriptor in ((output, 1), (errors, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    sys.argv = ["ordino", *arguments]
    main()
