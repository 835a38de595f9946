"""A run that breaks something is shrunk to few commands, and the line that repeats it does."""

from ordino.simulation.negative_controls.broken_journal import key_forgotten
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server
from ordino.simulation.runs.shrink import shrink


def test_a_broken_run_is_shrunk_and_can_be_repeated(server: Server, outside: Outside) -> None:
    broken = perform(server, Plan(1, orders=6, faults=80), outside, key_forgotten)
    assert "E4" in broken.rules
    smallest = shrink(broken, lambda plan: perform(server, plan, outside, key_forgotten))
    assert "E4" in smallest.rules
    assert len(smallest.asked) == 1
    assert smallest.commands <= 2  # asked, and asked again
    assert smallest.plan.command_line().endswith(f" --only {smallest.asked[0].split()[0]}")
    repeated = perform(server, smallest.plan, outside, key_forgotten)
    assert repeated.violations == smallest.violations
