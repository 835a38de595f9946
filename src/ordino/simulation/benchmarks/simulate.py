"""How many commands a minute a simulated merchant lives, the auditor after each step, on the wall."""

from decimal import Decimal

from ordino.simulation.benchmarks.figures import Figure, Note, Report, at_least
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server

STANDARD = Plan(7, days=7, orders=600)


def measure_simulate(server: Server, outside: Outside, plan: Plan = STANDARD) -> Report:
    """The loop of one run of the deterministic form: not the start of the server, not the whole audit at the end."""
    story = perform(server, plan, outside)
    name = "simulate"
    figures = (
        Figure(name, "commands in the loop", story.commands_a_minute, "/min", at_least("20000")),
        Figure(name, "commands", Decimal(story.commands), ""),
        Figure(name, "of them refused", Decimal(story.refused), ""),
        Figure(name, "crashes", Decimal(story.crashes), ""),
    )
    return Report(figures, tuple(Note(name, str(violation)) for violation in story.violations))
