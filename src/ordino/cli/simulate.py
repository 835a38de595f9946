"""`ordino simulate`: a whole merchant from one seed, attacked and audited at every step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs
from rich.box import HEAVY_HEAD, MARKDOWN
from rich.markup import escape
from rich.table import Column, Table

from ordino.cli.output import Json, console, messages, print_json, stop_with
from ordino.cli.simulated import simulated_merchant
from ordino.engine.clock import system_clock
from ordino.simulation.negative_controls.self_test import Caught
from ordino.simulation.negative_controls.self_test import self_test as self_test_of
from ordino.simulation.negative_controls.variants import VARIANTS, Variant
from ordino.simulation.runs.found import FILE, found_runs, lines_to_keep
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import intact, perform_and_shrink, perform_at_once
from ordino.simulation.runs.plan import Plan, read_places, read_turns
from ordino.simulation.runs.server import InUse, Server
from ordino.simulation.runs.story import Story

BROKEN = 1
_NAMED = 20
_LONGEST = 400

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="Everything is drawn from it; the same seed gives the same run.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds are run, one after the other.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days the merchant lives.")] = 3,
    orders: Annotated[int, typer.Option(min=1, help="About how many orders are placed.")] = 300,
    faults: Annotated[int, typer.Option(min=0, max=100, help="In how many of a hundred turns something fails.")] = 20,
    turns: Annotated[str, typer.Option(help="Only these turns, for example 1-9,14: a run that was shrunk.")] = "",
    only: Annotated[str, typer.Option(help="Only these commands of the turns, for example 7.0,7.3.")] = "",
    workers: Annotated[
        int, typer.Option(min=0, help="So many act at once, on threads and connections of their own.")
    ] = 0,
    found: Annotated[
        bool, typer.Option(help="The runs that found something once, whole, one after the other.")
    ] = False,
    self_test: Annotated[bool, typer.Option(help="Break the product on purpose, and see that it is noticed.")] = False,
    broken: Annotated[
        str, typer.Option(help="Break the product in one of the ways of the self-test, and see what is told of it.")
    ] = "",
    keep: Annotated[Path | None, typer.Option(help="Keep the server here, and use it again.")] = None,
    as_json: Json = False,
) -> None:
    """Live a whole merchant from one seed, and check every promise after each step.

    Customers, agents, warehouse workers, carriers, gateways, suppliers and clocks act at random, on the real engine and a
    database server of its own; your data is left alone. Leaves with 0 where every promise held, with 1 otherwise; then the
    run is shrunk to few commands, and the line that repeats it is printed, with the lines that keep it for ever. The loop is every
    turn with the auditor after it; the start of the server and the whole audit at the end are not counted in its speed.

    - `ordino simulate --seed 7` one run
    - `ordino simulate --seeds 20 --orders 1000` twenty larger ones
    - `ordino simulate --workers 4 --orders 1000` four at once, the books checked at quiet points
    - `ordino simulate --found` every run that found something once (`simulation/runs/found.toml`)
    - `ordino simulate --self-test` every broken variant, and which invariant caught it (into a file: as Markdown)
    - `ordino simulate --broken "key forgotten"` one of them, shrunk to few commands
    """
    _refuse_what_cannot_be_both(found=found, self_test=self_test, broken=broken, turns=turns or only, workers=workers)
    try:
        plan = Plan(seed, days, orders, faults, read_turns(turns), read_places(only))
    except ValueError as failure:
        stop_with("The turns cannot be read", str(failure))
    variant = _variant(broken)
    workers = workers or variant.workers
    stories: list[Story] = []
    with _merchant(keep) as (server, outside):
        if self_test:
            _print_self_test(_told_one_by_one(self_test_of(server, outside)), as_json=as_json)
            return
        planned = [(structs.replace(plan, seed=number), workers) for number in range(seed, seed + seeds)]
        for one, at_once in [(kept.plan, kept.workers) for kept in found_runs()] if found else planned:
            run = (
                perform_at_once(server, one, outside, at_once, variant.break_it)
                if at_once
                else perform_and_shrink(server, one, outside, _tell_of_shrinking, variant.break_it)
            )
            stories.append(run)
            if not as_json:
                _print(run, at_once, broken)
    if as_json:
        print_json(stories)
    if any(story.violations for story in stories):
        raise typer.Exit(BROKEN)


@contextmanager
def _merchant(keep: Path | None) -> Iterator[tuple[Server, Outside]]:
    try:
        with simulated_merchant(keep) as merchant:
            yield merchant
    except InUse as taken:
        stop_with("Another simulation is at it", str(taken))


def _refuse_what_cannot_be_both(*, found: bool, self_test: bool, broken: str, turns: str, workers: int) -> None:
    """What is run is said once: a seed, what was found, or the self-test, which know their own sizes."""
    asked = [name for name, given in (("--found", found), ("--self-test", self_test), ("--broken", broken)) if given]
    if asked and asked != ["--broken"]:
        asked += [name for name, given in (("--turns and --only", turns), ("--workers", workers)) if given]
    if len(asked) > 1:
        stop_with("Not both at once", f"{asked[0]} knows by itself what is run; leave out {' and '.join(asked[1:])}.")


def _variant(name: str) -> Variant:
    """The way to break the product that has the name; none breaks nothing."""
    if not name:
        return Variant("", (), intact)
    found = next((variant for variant in VARIANTS if variant.name == name), None)
    if found is None:
        known = "\n".join(f"  {variant.name}" for variant in VARIANTS)
        stop_with(f"Nothing is broken by the name {name!r}", f"The ways to break the product are:\n{known}")
    return found


def _tell_of_shrinking(story: Story) -> None:
    messages.print(
        escape(f"Broken: {story.plan.command_line()}: {story.violations[0]}; looking for a smaller run ..."),
        soft_wrap=True,
    )


def _told_one_by_one(found: Iterator[Caught]) -> list[Caught]:
    """All that comes, each said as soon as it is known."""
    caught = []
    for one in found:
        messages.print(f"{one.variant}: {one.rule or 'nobody'}", soft_wrap=True)
        caught.append(one)
    return caught


def _print_self_test(caught: list[Caught], *, as_json: bool) -> None:
    if as_json:
        print_json(caught)
    else:
        numbers = Column("Turns", justify="right"), Column("Commands", justify="right")
        table = Table("Broken variant", "Caught by", *numbers, box=HEAVY_HEAD if console.is_terminal else MARKDOWN)
        for one in caught:
            table.add_row(one.variant, one.rule or "[bold red]nobody[/]", f"{one.turns:,}", f"{one.commands:,}")
        console.print(table, soft_wrap=not console.is_terminal)
    if any(not one.rule for one in caught):
        raise typer.Exit(BROKEN)


def _print(story: Story, workers: int, broken: str) -> None:
    console.print(
        f"Seed {story.plan.seed}: {story.orders:,} orders, {story.commands:,} commands ({story.refused:,} refused), "
        f"{story.events:,} events in {story.turns:,} turns, {story.crashes:,} crashes; "
        f"{story.commands_a_minute:,} commands a minute of the loop; journal {story.digest[:16]}",
        soft_wrap=True,
    )
    if not story.violations:
        messages.print("[green]Every promise held.[/]")
        return
    messages.print(f"[bold red]Broken at turn {story.broke_at}:[/]")
    for violation in story.violations[:_NAMED]:
        messages.print(escape(f"  {violation}"), soft_wrap=True)
    _print_what_led_there(story)
    line = story.plan.command_line()
    line += f" --workers {workers}" if workers else ""
    line += f' --broken "{broken}"' if broken else ""
    messages.print(f"\nRepeat it:\n  [bold]{escape(line)}[/]", soft_wrap=True)
    if not broken:
        messages.print(f"\nKeep it for ever, in src/ordino/simulation/runs/{FILE}:")
        messages.print(escape(lines_to_keep(story, workers, system_clock().date())), soft_wrap=True)


def _print_what_led_there(story: Story) -> None:
    """All that was asked where it is little, else what was asked last."""
    few = len(story.asked) <= _NAMED
    told = story.asked if few else story.last_commands[:_NAMED]
    if told:
        title = "What was asked" if few else f"What was asked last, of {len(story.asked):,} commands"
        messages.print(f"\n{title}:")
    for command in told:
        messages.print(escape(f"  {_shortened(command)}"), soft_wrap=True)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
