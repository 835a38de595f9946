"""`ordino bench`: how fast, beside what the database itself does with the same rows in the same run."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs
from rich.markup import escape
from rich.table import Column, Table

import ordino
from ordino.cli.migrate import run_migrations
from ordino.cli.output import Json, console, messages, print_json, progress, stop_with
from ordino.cli.simulated import simulated_merchant
from ordino.flows.wiring import load_handlers
from ordino.kernel.messages import Record
from ordino.simulation.benchmarks.figures import Advance, Figure, Report
from ordino.simulation.benchmarks.find import measure_find
from ordino.simulation.benchmarks.hot import measure_hot
from ordino.simulation.benchmarks.http import measure_http
from ordino.simulation.benchmarks.importing import HISTORY, measure_import
from ordino.simulation.benchmarks.life import measure_life
from ordino.simulation.benchmarks.million import FULL, measure_million, prepare_million
from ordino.simulation.benchmarks.place import measure_place, measure_single
from ordino.simulation.benchmarks.scratch import Scratch, scratch_server
from ordino.simulation.benchmarks.screens import measure_screens
from ordino.simulation.benchmarks.simulate import measure_simulate
from ordino.simulation.benchmarks.world import World

app = typer.Typer(rich_markup_mode="markdown")


class Benchmark(StrEnum):
    place = "place"
    single = "single"
    hot = "hot"
    million = "million"
    finding = "find"
    http = "http"
    importing = "import"
    life = "life"
    screens = "screens"
    simulate = "simulate"
    all = "all"


class Sizes(Record, frozen=True):
    """How much is done of each."""

    place: int
    single: int
    life: int
    hot: int
    filled: int
    placed_into_filled: int
    questions: int
    screens: int
    http: int


STANDARD = Sizes(
    place=30_000,
    single=3_000,
    life=5_000,
    hot=5_000,
    filled=1_000_000,
    placed_into_filled=10_000,
    questions=500,
    screens=40,
    http=10_000,
)
MINIMUM_ORDERS = 10


@app.command()
def bench(
    which: Annotated[Benchmark, typer.Argument(help="One of the benchmarks.")] = Benchmark.all,
    orders: Annotated[int | None, typer.Option(min=MINIMUM_ORDERS, help="How many orders are placed.")] = None,
    filled: Annotated[
        int, typer.Option(min=MINIMUM_ORDERS, help="How many orders `million` has, and the lists of `http`.")
    ] = STANDARD.filled,
    history: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The file that `import` reads.")
    ] = None,
    keep: Annotated[Path | None, typer.Option(help="Keep the scratch server here, and use it again.")] = None,
    as_json: Json = False,
) -> None:
    """Measure speed beside what the database itself does with the same rows in the same run.

    Works on a scratch database server of its own, with durable settings, and leaves your data alone.

    - `ordino bench place` orders of three lines in batches, beside bare SQL that writes the same rows
    - `ordino bench single` one order a transaction, beside bare SQL and pgbench
    - `ordino bench life` the whole life of orders: placed to delivered, invoiced, paid, completed
    - `ordino bench http` single orders over HTTP from 32 connections, beside pgbench; bulk, reads, lists of a
      million orders
    - `ordino bench hot` one SKU that every order wants, and proof that it was never oversold
    - `ordino bench million --keep DIR` placing among a million orders; the filled database stays for next time
    - `ordino bench find --keep DIR` finding orders among them
    - `ordino bench screens --keep DIR` the screens of the back office among them: time and weight of each
    - `ordino bench simulate` commands a minute of the simulator's loop, the auditor after each step
    - `ordino bench import` the history of a shop, end to end
    - `ordino bench place --orders 5000 --json` a short run, for a program to read
    """
    found = history or _shared_history()
    if found is None and which is Benchmark.importing:
        stop_with("There is no history to import", "Name a file with --history.")
    if found is None and which is Benchmark.all:
        messages.print("The import is left out: there is no history; name a file with --history.")
    load_handlers()
    reports = []
    for report in _reports(which, _sizes(orders, filled), found, keep):
        reports.append(report)
        if not as_json:
            print_report(report)
    if as_json:
        print_json([_for_programs(figure) for report in reports for figure in report.figures])


def _reports(which: Benchmark, sizes: Sizes, history: Path | None, keep: Path | None) -> Iterator[Report]:
    messages.print("Starting a scratch server ...")
    if which in (Benchmark.simulate, Benchmark.all):
        with simulated_merchant() as (server, outside):
            yield measure_simulate(server, outside)
    if which is not Benchmark.simulate:
        with scratch_server(run_migrations, World(), keep) as scratch:
            yield from (run.measure() for run in _chosen(scratch, which, sizes, history))


class _Run(Record, frozen=True):
    """A benchmark ready to be run, with the steps that its progress bar counts."""

    name: str
    steps: int
    begin: Callable[[Advance], Report]

    def measure(self) -> Report:
        with progress() as bar:
            task = bar.add_task(self.name, total=self.steps)
            return self.begin(lambda done: bar.advance(task, done))


def _chosen(scratch: Scratch, which: Benchmark, sizes: Sizes, history: Path | None) -> list[_Run]:
    world, questions = World(), sizes.questions
    runs = [
        _Run("place", sizes.place, lambda advance: measure_place(scratch, world, sizes.place, advance, load_handlers)),
        _Run("single", 2 * sizes.single, lambda advance: measure_single(scratch, world, sizes.single, advance)),
        _Run("life", sizes.life, lambda advance: measure_life(scratch, world, sizes.life, advance, load_handlers)),
        _Run("hot", 5 * sizes.hot, lambda advance: measure_hot(scratch, world, sizes.hot, advance)),
        _Run(
            "million",
            sizes.filled + sizes.placed_into_filled,
            lambda advance: measure_million(
                scratch, world, sizes.filled, sizes.placed_into_filled, advance, load_handlers
            ),
        ),
        _Run("http", sizes.filled + sizes.http, lambda advance: _http(scratch, world, sizes, advance)),
        _Run("screens", sizes.filled, lambda advance: _screens(scratch, world, sizes, advance)),
        _Run("find", sizes.filled, lambda advance: _find(scratch, world, sizes, questions, advance)),
    ]
    if history is not None:
        runs.append(_Run("import", 2, lambda advance: measure_import(scratch, history, advance)))
    return [run for run in runs if which in (run.name, Benchmark.all)]


def _find(scratch: Scratch, world: World, sizes: Sizes, questions: int, advance: Advance) -> Report:
    prepare_million(scratch, world, sizes.filled, advance, load_handlers)
    return measure_find(scratch, FULL, questions, advance)


def _http(scratch: Scratch, world: World, sizes: Sizes, advance: Advance) -> Report:
    prepare_million(scratch, world, sizes.filled, advance, load_handlers)
    return measure_http(scratch, world, sizes.http, FULL, advance)


def _screens(scratch: Scratch, world: World, sizes: Sizes, advance: Advance) -> Report:
    prepare_million(scratch, world, sizes.filled, advance, load_handlers)
    return measure_screens(scratch, FULL, sizes.screens, advance)


def _sizes(orders: int | None, filled: int) -> Sizes:
    if orders is None:
        return structs.replace(STANDARD, filled=filled)
    return Sizes(orders, orders, orders, orders, filled, orders, STANDARD.questions, STANDARD.screens, orders)


def _shared_history() -> Path | None:
    """The history that lies beside the repository, where there is one."""
    path = Path(ordino.__file__).resolve().parents[3] / "shared" / HISTORY
    return path if path.exists() else None


def print_report(report: Report) -> None:
    """A table of figures, and what is no number below it."""
    table = Table("Benchmark", "Figure", Column("Value", justify="right"), "Unit", "Goal", "")
    for figure in report.figures:
        goal = f"{figure.goal.bound} {figure.goal.value:,}" if figure.goal is not None else ""
        verdict = {None: "", True: "[green]reached[/]", False: "[red]missed[/]"}[figure.reached]
        table.add_row(figure.benchmark, figure.name, f"{figure.value:,}", figure.unit, goal, verdict)
    console.print(table)
    for note in report.notes:
        console.print(escape(note.text))


def _for_programs(figure: Figure) -> "_Printed":
    goal = figure.goal
    return _Printed(
        figure.benchmark,
        figure.name,
        float(figure.value),
        figure.unit,
        f"{goal.bound} {goal.value}" if goal is not None else None,
        figure.reached,
    )


class _Printed(Record, frozen=True):
    benchmark: str
    figure: str
    value: float
    unit: str
    goal: str | None
    reached: bool | None
