"""`make fuzz`: a coverage-guided search for bytes that a parser cannot take; what is found is kept as a file.

`python -m tests.fuzz.run [--seconds 20] [--at-once 2] [NAME ...]`
"""

import argparse
import hashlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from pathlib import Path
from typing import NoReturn

CORPUS = Path(__file__).with_name("corpus")
LARGEST_BYTES = 4096
_TOLD_BYTES = 3000
Try = Callable[[str, bytes], None]


def main() -> int:
    """Search in each parser; answers how many were broken.

    The product is made ready for the search once; each parser has a process of its own, which begins as a copy of this one.
    """
    import atheris  # noqa: PLC0415 - on Linux only

    began = time.monotonic()
    with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=["ordino"]):  # it names every module there
        from tests.fuzz.targets import TARGETS, try_target  # noqa: PLC0415
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", choices=[*TARGETS, []])
    asked.add_argument("--seconds", type=int, default=20)
    asked.add_argument("--at-once", type=int, default=2)
    given = asked.parse_args()
    names = given.names or list(TARGETS)
    print(f"{len(names)} parsers, {given.seconds} seconds each, {given.at_once} at once", flush=True)
    with ThreadPoolExecutor(given.at_once) as pool:
        held = list(pool.map(lambda name: _searched(name, given.seconds, try_target), names))
    broken = [name for name, holds in zip(names, held, strict=True) if not holds]
    print(f"broken: {', '.join(broken)}" if broken else "Every parser read or refused all that was tried.")
    print(f"{time.monotonic() - began:.0f} seconds in all")
    return len(broken)


def _searched(name: str, seconds: int, try_target: Try) -> bool:
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        kept, log = folder / "kept", folder / "log"
        kept.mkdir()
        seeds = CORPUS / name
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LARGEST_BYTES}",
            f"-artifact_prefix={folder}/found-",
            "-timeout=25",
            str(kept),
            *([str(seeds)] if seeds.exists() else []),
        ]
        process = os.fork()
        if process == 0:
            _search(name, options, log, try_target)
        _, status = os.waitpid(process, 0)
        told = log.read_text(errors="replace")
        runs = [line for line in told.splitlines() if "Done" in line]
        print(f"{name}: {runs[-1].strip() if runs else f'ended with {status}'}", flush=True)
        for found in folder.glob("found-*"):
            _keep(name, found.read_bytes())
        if status:
            print(told[-_TOLD_BYTES:], flush=True)
        return status == 0


def _keep(name: str, data: bytes) -> None:
    (CORPUS / name).mkdir(parents=True, exist_ok=True)
    (CORPUS / name / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def _search(name: str, options: list[str], log: Path, try_target: Try) -> NoReturn:
    """The search itself, in the process that was just made; never returns."""
    import atheris  # noqa: PLC0415 - as above

    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(told, stream)
    atheris.Setup([name, *options], lambda data: try_target(name, data))
    atheris.Fuzz()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
