"""Performs a run on a fresh copy of the merchant."""

from ordino.engine.clock import SetClock
from ordino.simulation.runs.loop import Run
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server, engine_on
from ordino.simulation.runs.story import Story
from ordino.simulation.runs.world import BEGIN


def perform(server: Server, plan: Plan, outside: Outside) -> Story:
    """One run of the deterministic form, from the first turn to the whole audit."""
    clock = SetClock(BEGIN)
    with engine_on(server.fresh(), clock) as engine:
        outside.connect(engine)
        return Run(plan, engine, clock, outside).go()
