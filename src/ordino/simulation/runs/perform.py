"""Performs a run on a fresh copy of the merchant."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from ordino.engine.clock import SetClock
from ordino.simulation.runs.crashes import CrashPlan, CrashPlanOfEachThread, dying_connection
from ordino.simulation.runs.crowd import Crowd
from ordino.simulation.runs.laborers import Laborers
from ordino.simulation.runs.loop import Run
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server, engine_on
from ordino.simulation.runs.shrink import shrink
from ordino.simulation.runs.story import Story
from ordino.simulation.runs.world import BEGIN

_CONNECTIONS = 2  # who follows the journal writes on another one
Sabotage = Callable[[str], AbstractContextManager[None]]


@contextmanager
def intact(url: str) -> Iterator[None]:
    """The product as it is."""
    yield


def perform(server: Server, plan: Plan, outside: Outside, sabotage: Sabotage = intact) -> Story:
    """One run of the deterministic form, from the first turn to the whole audit; `sabotage` breaks the product meanwhile."""
    clock = SetClock(BEGIN)
    counts: Counter[str] = Counter()
    crashes = CrashPlan(counts)
    url = server.fresh()
    with (
        sabotage(url),
        engine_on(url, clock, connections=_CONNECTIONS, connection_class=dying_connection(crashes)) as engine,
    ):
        outside.connect(engine)
        return Run(plan, engine, clock, outside, crashes, counts).go()


def perform_at_once(server: Server, plan: Plan, outside: Outside, workers: int, sabotage: Sabotage = intact) -> Story:
    """One run of the concurrent form, with so many workers."""
    clock = SetClock(BEGIN)
    url = server.fresh()
    counts: Counter[str] = Counter()
    crashes = CrashPlanOfEachThread(counts)
    dying = dying_connection(crashes)
    with sabotage(url), engine_on(url, clock, connections=2 * workers + 2, connection_class=dying) as engine:
        outside.connect(engine)
        with Laborers(url, outside.again) as laborers:
            return Crowd(Run(plan, engine, clock, outside, crashes, counts), workers, laborers).go()


def perform_and_shrink(
    server: Server, plan: Plan, outside: Outside, tell: Callable[[Story], None], sabotage: Sabotage = intact
) -> Story:
    """As `perform`; where something breaks, the smallest run found that breaks the same.

    `tell` hears of what broke before a smaller run is looked for.
    """
    story = perform(server, plan, outside, sabotage)
    if not story.violations:
        return story
    tell(story)
    return shrink(story, lambda smaller: perform(server, smaller, outside, sabotage))
