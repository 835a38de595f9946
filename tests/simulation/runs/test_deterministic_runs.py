"""Whole merchants from seeds: every promise holds at every step, and the same seed gives the same run."""

import pytest

from ordino.cli.simulated import outside_in
from ordino.simulation.benchmarks.figures import at_least
from ordino.simulation.benchmarks.simulate import measure_simulate
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform
from ordino.simulation.runs.plan import Plan, read_places, read_turns
from ordino.simulation.runs.server import Server
from ordino.simulation.runs.story import Story


@pytest.mark.parametrize("seed", [4])
def test_every_promise_holds_at_every_step(server: Server, outside: Outside, seed: int) -> None:
    story = perform(server, Plan(seed, orders=80), outside)
    assert story.violations == (), story.plan.command_line()
    assert story.orders > 40
    assert story.refused > 20


@pytest.fixture(scope="module")
def whole(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Story:
    return perform(server, Plan(11, orders=20), outside_in(tmp_path_factory.mktemp("whole")))


def test_the_same_seed_gives_the_same_journal_to_the_last_byte(server: Server, outside: Outside, whole: Story) -> None:
    assert perform(server, whole.plan, outside).digest == whole.digest
    assert perform(server, Plan(12, orders=20, kept=(1, 2)), outside).digest != whole.digest


def test_turns_that_are_left_out_change_nothing_of_the_others(server: Server, outside: Outside, whole: Story) -> None:
    story = perform(server, Plan(11, orders=20, kept=(1, 3, 4, 5)), outside)
    assert story.violations == ()
    assert 0 < story.orders < whole.orders


def test_its_speed_is_measured_and_told(server: Server, outside: Outside) -> None:
    report = measure_simulate(server, outside, Plan(3, orders=8, kept=(1, 2), closes=False))
    speed, commands, *_ = report.figures
    assert (speed.unit, speed.goal) == ("/min", at_least("20000"))
    assert speed.value > 0 < commands.value
    assert report.notes == ()


def test_a_run_that_was_shrunk_is_repeated_by_one_line() -> None:
    plan = Plan(7, kept=(1, 2, 3, 9), only=((2, 0), (2, 5)))
    line = plan.command_line()
    assert line == "ordino simulate --seed 7 --days 3 --orders 300 --faults 20 --turns 1-3,9 --only 2.0,2.5"
    assert read_turns("1-3,9") == plan.kept
    assert read_places("2.0,2.5") == plan.only
    assert read_turns("") is None


@pytest.mark.parametrize("text", ["9-x", "5-1", "0", "1,,2", "-3", "²"])
def test_turns_that_cannot_be_read_say_so(text: str) -> None:
    with pytest.raises(ValueError, match="is neither a turn such as 14 nor a range of turns"):
        read_turns(text)


@pytest.mark.parametrize("text", ["7", "7.", ".3", "7.x"])
def test_commands_that_cannot_be_read_say_so(text: str) -> None:
    with pytest.raises(ValueError, match="is no command of a turn"):
        read_places(text)
