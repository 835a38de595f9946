"""One more worker whose clock jumps forward and back by hours, again and again, while others work and customers order."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ordino.engine import Engine
from ordino.engine.clock import system_clock
from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import Advance
from ordino.simulation.benchmarks.scratch import Migrate, engine_on
from ordino.simulation.faults.customers import Customers
from ordino.simulation.faults.installation import SMALL, Installation, installed
from ordino.simulation.faults.kills import MEMORY, wait_for_more
from ordino.simulation.faults.verdict import SQL, Verdict, judge, wait_until_settled
from ordino.simulation.faults.waiting import wait_until

HOURS_AHEAD = (1, 3, 12, 36)
HOURS = (-36, -12, -3, -1, *HOURS_AHEAD)
_SECONDS_IN_AN_HOUR = 3600
_WRONG_SECONDS = 1800
_STOP_SECONDS = 30


class ClocksMoved(Record, frozen=True):
    """How often the clock jumped, how many commands were recorded by it while it was wrong, and what came of it."""

    jumps: int
    recorded_ahead: int
    recorded_behind: int
    refused: tuple[str, ...]
    verdict: Verdict


class _Recorded(Record, frozen=True):
    ahead: int
    behind: int


def survive_moved_clocks(folder: Path, migrate: Migrate, *, seed: int, jumps: int, advance: Advance) -> ClocksMoved:
    """So many jumps, each once customers were answered again, and the worker has done something where it is ahead; then judge.

    At last the clock is far ahead, so that what it has put off is due, and then right.
    """
    dice = random.Random(seed)  # noqa: S311 - luck, not secrets
    begun = system_clock()
    with installed(folder, migrate) as installation, _wrong_worker(installation) as clock:
        customers = Customers(installation.port, installation.secret, SMALL, seed=seed)
        with engine_on(installation.url) as engine:
            with customers.shopping():
                for number in range(jumps):
                    hours = dice.choice(HOURS) if number % 2 else dice.choice(HOURS_AHEAD)
                    before = _recorded(engine, begun).ahead
                    _set(clock, hours)
                    wait_for_more(customers, installation, dice.randint(5, 30))
                    if hours > 0:
                        _wait_for_it(engine, begun, before)
                    advance(1)
            _set(clock, 2 * max(HOURS))
            wait_until_settled(engine)
            _set(clock, 0)
            recorded = _recorded(engine, begun)
            verdict = judge(engine, customers.acknowledged, customers.paid, folder / MEMORY)
    return ClocksMoved(jumps, recorded.ahead, recorded.behind, tuple(customers.refused), verdict)


def _recorded(engine: Engine, begun: datetime) -> _Recorded:
    with engine.reader() as reader:
        found = reader.fetch_one(
            SQL.count_wrongly_timed, _Recorded, begun=begun, seconds=_WRONG_SECONDS, ended=system_clock()
        )
    assert found is not None
    return found


def _wait_for_it(engine: Engine, begun: datetime, before: int) -> None:
    """Wait until the clock that is ahead has recorded more than before. Raises TimeoutError."""
    wait_until(lambda: _recorded(engine, begun).ahead > before, "the worker with the wrong clock does nothing")


@contextmanager
def _wrong_worker(installation: Installation) -> Iterator[Path]:
    """A further worker process of the installation; answers the file that says by how many seconds its clock is wrong."""
    clock = installation.folder / "clock"
    clock.write_text("0", encoding="ascii")
    environment = {**installation.environment(), "ORDINO_DATABASE_URL": installation.url}
    command = [sys.executable, "-m", "ordino.workers.moved_clock", str(clock)]
    with (installation.folder / "log").open("ab") as log:
        worker = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield clock
        if worker.poll() is not None:
            raise RuntimeError(f"the worker with the wrong clock ended; see {installation.folder / 'log'}")
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def _set(clock: Path, hours: int) -> None:
    """Move the clock at once: whoever reads finds the old file or the new one."""
    draft = clock.with_suffix(".new")
    draft.write_text(str(hours * _SECONDS_IN_AN_HOUR), encoding="ascii")
    os.replace(draft, clock)
