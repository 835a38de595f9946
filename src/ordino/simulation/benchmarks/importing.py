"""The import of a real history, end to end, as a person runs it: `ordino import stock`, then `ordino import orders`."""

import gzip
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import (
    Advance,
    Figure,
    Note,
    Report,
    Stopwatch,
    at_most,
    rate,
    ratio,
)
from ordino.simulation.benchmarks.scratch import Scratch

HISTORY = "data/online_retail/2010-12_to_2011-06.csv.gz"
REFUSED_ROWS = 2
_KIBIBYTES = 1024
_MEGABYTE = 1_000_000


class Finished(Record, frozen=True):
    """A program that ended: its exit code, the most memory it held, and what it said last."""

    code: int
    maximum_bytes: int
    said: str


def measure_import(scratch: Scratch, history: Path, advance: Advance) -> Report:
    """Stock of two of the shop's locations, then all orders, which find it there."""
    url = scratch.create("bench_import")
    lines = count_lines(history)
    watch = Stopwatch()
    stock = ("stock", "--location", "LON:2", "--location", "MAN:1")
    finished = []
    for kind, *options in (stock, ("orders",)):
        with watch.running():
            finished.append(_run_ordino(url, ["import", kind, str(history), "--mapping", "online_retail", *options]))
        advance(1)
    seconds = ratio(watch.wall_ns, 1_000_000_000)
    megabytes = ratio(max(program.maximum_bytes for program in finished), _MEGABYTE)
    figures = (
        Figure("import", f"{lines:,} lines, stock and orders", seconds, "s", at_most("90")),
        Figure("import", "of it the orders", ratio(watch.laps_ns[-1], 1_000_000_000), "s"),
        Figure("import", "lines of orders", rate(lines, watch.laps_ns[-1]), "/s"),
        Figure("import", "most memory", megabytes, "MB", at_most("500")),
    )
    refused = [Note("import", program.said) for program in finished if program.code == REFUSED_ROWS]
    return Report(figures, tuple(refused))


def count_lines(history: Path) -> int:
    """Lines of the compressed file after its heading."""
    with gzip.open(history) as file:
        return sum(1 for _ in file) - 1


def _run_ordino(url: str, arguments: list[str]) -> Finished:
    """Run the command line in a process of its own, in a directory that is thrown away."""
    with TemporaryDirectory(prefix="ordino-bench-") as directory, Path(directory, "said").open("w+b") as said:
        program = subprocess.Popen(
            [sys.executable, "-m", "ordino", *arguments],
            cwd=directory,
            env={**os.environ, "ORDINO_DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _, status, usage = os.wait4(program.pid, 0)
        except BaseException:
            program.kill()
            raise
        program.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        finished = Finished(program.returncode, usage.ru_maxrss * _KIBIBYTES, said.read().decode()[-1000:])
    if finished.code not in (0, REFUSED_ROWS):
        raise RuntimeError(f"ordino {' '.join(arguments)} failed: {finished.said}")
    return finished
