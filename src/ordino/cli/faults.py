"""`ordino faults`: what runs is killed, paused and cut off under load, and every answer is kept to."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from ordino.cli.bench import print_report
from ordino.cli.migrate import run_migrations
from ordino.cli.output import messages, progress
from ordino.engine import embedded
from ordino.flows.wiring import load_handlers
from ordino.simulation.benchmarks.figures import Report
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.world import build_world
from ordino.simulation.faults.clocks import survive_moved_clocks
from ordino.simulation.faults.cut_commits import survive_cut_commits
from ordino.simulation.faults.disk import MountRefused, small_disk, survive_full_disk
from ordino.simulation.faults.failover import fail_over
from ordino.simulation.faults.installation import SMALL
from ordino.simulation.faults.kills import survive_kills
from ordino.simulation.faults.measured import clocks_report, cuts_report, disk_report, failover_report, kills_report
from ordino.simulation.faults.standby import Pair
from ordino.simulation.faults.verdict import Verdict

BROKEN = 1
_ORDERS = 200

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def faults(
    seed: Annotated[int, typer.Option(help="What is killed and when is drawn from it.")] = 1,
    kills: Annotated[
        int, typer.Option(min=1, help="How often something is killed; a pause follows each third kill.")
    ] = 40,
) -> None:
    """Kill, pause and cut off a running installation under load over HTTP, and prove that no order is lost or repeated.

    Works on installations of its own in temporary folders, with durable settings; your data is left alone. Needs Linux; the
    full disk is left out where nobody may mount one. Leaves with 0 where everything held, with 1 otherwise.

    - `ordino faults` forty kills, as many jumps of a clock, eighty commits cut, a full disk, a database that fails over
    - `ordino faults --seed 7 --kills 200` more of them, at other moments
    """
    load_handlers()
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # connections are cut on purpose
    broken = False
    with TemporaryDirectory(prefix="ordino-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database's own user must get through
        for report in _reports(folder, seed, kills):
            print_report(report)
            broken = broken or any(figure.reached is False for figure in report.figures)
    if broken:
        raise typer.Exit(BROKEN)


def _reports(folder: Path, seed: int, kills: int) -> Iterator[Report]:
    with progress() as bar:
        task = bar.add_task("kills and pauses", total=kills)
        running = folder / "running"
        yield kills_report(
            survive_kills(running, run_migrations, seed=seed, kills=kills, advance=lambda done: bar.advance(task, done))
        )
        task = bar.add_task("jumps of a clock", total=kills)
        moved = folder / "clock"
        yield clocks_report(
            survive_moved_clocks(
                moved, run_migrations, seed=seed, jumps=kills, advance=lambda done: bar.advance(task, done)
            )
        )
    messages.print("A disk becomes full ...")
    try:
        with small_disk(folder / "disk") as disk:
            yield disk_report(*survive_full_disk(disk, run_migrations, seed=seed, orders=_ORDERS))
    except MountRefused as refused:
        messages.print(f"The full disk is left out: {refused}")
    with progress() as bar:
        task = bar.add_task("commits cut", total=kills)
        with _shop(folder / "cut") as url:
            yield cuts_report(
                survive_cut_commits(url, SMALL, seed=seed, cuts=kills, advance=lambda done: bar.advance(task, done))
            )
    messages.print("A database is lost, and its standby takes over ...")
    yield failover_report(
        _failed_over(folder / "waiting", seed, synchronous=True),
        _failed_over(folder / "not-waiting", seed, synchronous=False),
    )


def _failed_over(folder: Path, seed: int, *, synchronous: bool) -> Verdict:
    with _shop(folder / "primary"):
        pair = Pair(folder / "primary", folder / "standby")
        return fail_over(pair, SMALL, seed=seed, synchronous=synchronous, orders=_ORDERS)


@contextmanager
def _shop(folder: Path) -> Iterator[str]:
    """The address of a database with a small shop; its server is stopped at the end."""
    url = embedded.start(folder)
    try:
        run_migrations(url)
        with engine_on(url) as engine:
            build_world(engine, SMALL)
        yield url
    finally:
        embedded.stop(folder)
