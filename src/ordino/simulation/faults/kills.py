"""Parts of a running installation killed (-9) or paused at random moments, drawn from a seed, while customers order."""

import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import Advance
from ordino.simulation.benchmarks.scratch import Migrate, engine_on
from ordino.simulation.faults.customers import Customers
from ordino.simulation.faults.installation import LEASE_SECONDS, SMALL, Installation, installed
from ordino.simulation.faults.processes import send
from ordino.simulation.faults.verdict import Verdict, judge, wait_until_settled

PARTS = ("web", "worker", "database", "supervisor")
_PAUSES_EVERY = 3  # a pause follows each third kill
_WAIT_SECONDS = 120
_LOOK_MS = 20
MEMORY = "sandbox-gateway.sqlite"


class KillsSurvived(Record, frozen=True):
    """What was done to the installation, how often customers had to ask again, and what came of it."""

    kills: dict[str, int]
    pauses: dict[str, int]
    repeats: int
    refused: tuple[str, ...]
    verdict: Verdict


def survive_kills(folder: Path, migrate: Migrate, *, seed: int, kills: int, advance: Advance) -> KillsSurvived:
    """Kill so often, and pause after each third kill, each time once customers were answered again; then judge."""
    dice = random.Random(seed)  # noqa: S311 - luck, not secrets
    killed: Counter[str] = Counter()
    paused: Counter[str] = Counter()
    with installed(folder, migrate) as installation:
        customers = Customers(installation.port, installation.secret, SMALL, seed=seed)
        with customers.shopping():
            for number in range(1, kills + 1):
                killed[_struck(customers, installation, PARTS, dice, pausing=False)] += 1
                if number % _PAUSES_EVERY == 0:
                    paused[_struck(customers, installation, PARTS[:2], dice, pausing=True)] += 1
                advance(1)
            wait_for_more(customers, installation, 1)
        installation.wait_until_it_answers()
        with engine_on(installation.url) as engine:
            wait_until_settled(engine)
            verdict = judge(engine, customers.acknowledged, customers.paid, folder / MEMORY)
    return KillsSurvived(dict(killed), dict(paused), customers.repeats, tuple(customers.refused), verdict)


def _struck(
    customers: Customers, installation: Installation, parts: Sequence[str], dice: random.Random, *, pausing: bool
) -> str:
    """Once customers were answered again, and a moment later, strike one of the parts. Raises TimeoutError."""
    wait_for_more(customers, installation, dice.randint(1, 40))
    time.sleep(dice.uniform(0, 1))
    struck = _first_struck(installation, dice.sample(parts, len(parts)), dice, pausing=pausing)
    installation.keep()
    return struck


def _first_struck(installation: Installation, parts: Sequence[str], dice: random.Random, *, pausing: bool) -> str:
    """Strike the first of the parts that runs; one that was killed a moment ago may be away. Raises TimeoutError."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        for part in parts:
            if _strike(installation, part, dice, pausing=pausing):
                return part
        installation.keep()
    raise TimeoutError("nothing runs that could be struck")


def _strike(installation: Installation, part: str, dice: random.Random, *, pausing: bool) -> bool:
    """Kill a process of the part, or pause all of it for longer than the lease of its work; False where none ran."""
    processes = installation.part(part)
    if not processes:
        return False
    if not pausing:
        return send(dice.choice(processes), signal.SIGKILL)
    stopped = [process for process in processes if send(process, signal.SIGSTOP)]
    time.sleep(LEASE_SECONDS + dice.uniform(1, 2))
    for process in stopped:
        send(process, signal.SIGCONT)
    return bool(stopped)


def wait_for_more(customers: Customers, installation: Installation, orders: int) -> None:
    """Wait until so many more orders are acknowledged: what was killed is back. Raises TimeoutError."""
    wanted = len(customers.acknowledged) + orders
    deadline = time.monotonic() + _WAIT_SECONDS
    while len(customers.acknowledged) < wanted:
        installation.keep()
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing is acknowledged any more; see {installation.folder / 'log'}")
        time.sleep(_LOOK_MS / 1000)
