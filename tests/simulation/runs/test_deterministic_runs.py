"""Whole merchants from seeds: every promise holds at every step, and the same seed gives the same run."""

import pytest

from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform
from ordino.simulation.runs.plan import Plan, read_places, read_turns
from ordino.simulation.runs.server import Server


@pytest.mark.parametrize("seed", [4])
def test_every_promise_holds_at_every_step(server: Server, outside: Outside, seed: int) -> None:
    story = perform(server, Plan(seed, orders=80), outside)
    assert story.violations == (), story.plan.command_line()
    assert story.orders > 40
    assert story.refused > 20


def test_the_same_seed_gives_the_same_journal_to_the_last_byte(server: Server, outside: Outside) -> None:
    first, again = (perform(server, Plan(11, orders=20), outside) for _ in range(2))
    assert again.digest == first.digest
    assert perform(server, Plan(12, orders=20), outside).digest != first.digest


def test_turns_that_are_left_out_change_nothing_of_the_others(server: Server, outside: Outside) -> None:
    plan = Plan(11, orders=20, kept=(1, 3, 4, 5))
    story = perform(server, plan, outside)
    assert story.violations == ()
    assert 0 < story.orders < perform(server, Plan(11, orders=20), outside).orders


def test_a_run_that_was_shrunk_is_repeated_by_one_line() -> None:
    plan = Plan(7, kept=(1, 2, 3, 9), dropped=((2, 0), (2, 5)))
    line = plan.command_line()
    assert line == "ordino simulate --seed 7 --days 3 --orders 300 --faults 20 --turns 1-3,9 --without 2.0,2.5"
    assert read_turns("1-3,9") == plan.kept
    assert read_places("2.0,2.5") == plan.dropped
    assert read_turns("") is None
