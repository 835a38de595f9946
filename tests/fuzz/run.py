"""`make fuzz`: a coverage-guided search for bytes that a parser cannot take; what is found is kept as a file.

`python -m tests.fuzz.run [--seconds 20] [NAME ...]`
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
LARGEST_BYTES = 4096


def main() -> int:
    """Search in each parser, in a process of its own; answers how many were broken."""
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - not in the process that searches, which must instrument first

    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", choices=[*TARGETS, []])
    asked.add_argument("--seconds", type=int, default=20)
    given = asked.parse_args()
    broken = [name for name in given.names or TARGETS if not _searched(name, given.seconds)]
    print(f"broken: {', '.join(broken)}" if broken else "Every parser read or refused all that was tried.")
    return len(broken)


def _searched(name: str, seconds: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept"
        kept.mkdir()
        options = [
            f"-max_total_time={seconds}",
            f"-max_len={LARGEST_BYTES}",
            f"-artifact_prefix={folder}/",
            "-timeout=25",
        ]
        command = [sys.executable, "-m", "tests.fuzz.run", "--search", name, *options, str(kept)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = [line for line in done.stderr.splitlines() if "Done" in line or "DONE" in line]
        print(f"{name}: {runs[-1].strip() if runs else f'ended with {done.returncode}'}", flush=True)
        for found in [path for path in Path(folder).iterdir() if path.is_file()]:
            _keep(name, found.read_bytes())
            print(done.stderr[-3000:])
        return done.returncode == 0


def _keep(name: str, data: bytes) -> None:
    (CORPUS / name).mkdir(parents=True, exist_ok=True)
    (CORPUS / name / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def _search(name: str, options: list[str]) -> None:
    """The search itself; never returns."""
    import atheris  # noqa: PLC0415 - on Linux only

    with atheris.instrument_imports(include=["ordino"]):
        from tests.fuzz.targets import try_target  # noqa: PLC0415

    seeds = CORPUS / name
    atheris.Setup([name, *options, *([str(seeds)] if seeds.exists() else [])], lambda data: try_target(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--search"]:
        _search(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
