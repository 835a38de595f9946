"""A disk that becomes full while customers order, and has room again later. Mounts a small one of memory: only root may."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ordino.simulation.benchmarks.scratch import Migrate, engine_on
from ordino.simulation.faults.customers import Customers
from ordino.simulation.faults.installation import SMALL, installed
from ordino.simulation.faults.verdict import Verdict, judge, wait_until_settled
from ordino.simulation.faults.waiting import wait_until

MEGABYTES = 400
_BALLAST = "ballast"
_CHUNK_BYTES = 1_000_000
_NOT_COMING = "orders and refusals do not come as they should"


class MountRefused(Exception):
    """This machine lets nobody mount a disk here."""


@contextmanager
def small_disk(folder: Path, megabytes: int = MEGABYTES) -> Iterator[Path]:
    """A disk of memory with little room, mounted at the folder. Raises MountRefused."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failure:
        raise MountRefused(str(failure)) from failure
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)  # noqa: S607 - as above


def survive_full_disk(folder: Path, migrate: Migrate, *, seed: int, orders: int) -> tuple[Verdict, int]:
    """Orders, until nothing is acknowledged for lack of room; orders again when there is room. Answers how many questions were
    answered with "later".
    """
    with installed(folder, migrate) as installation:
        customers = Customers(installation.port, installation.secret, SMALL, seed=seed)
        with customers.shopping():
            wait_until(lambda: len(customers.acknowledged) >= orders, _NOT_COMING)
            _fill(folder / _BALLAST)
            before = customers.repeats
            wait_until(lambda: customers.repeats >= before + 10, _NOT_COMING)
            (folder / _BALLAST).unlink()
            installation.keep()
            after = len(customers.acknowledged)
            wait_until(lambda: installation.keep() or len(customers.acknowledged) >= after + orders, _NOT_COMING)
        installation.wait_until_it_answers()
        with engine_on(installation.url) as engine:
            wait_until_settled(engine)
            return judge(engine, customers.acknowledged, customers.paid), customers.repeats - before


def _fill(ballast: Path) -> None:
    """Take all the room there is."""
    with ballast.open("wb", buffering=0) as file:
        for size in (_CHUNK_BYTES, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
