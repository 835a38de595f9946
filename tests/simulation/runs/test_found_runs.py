"""Runs that found something once are run for ever, here their first turns; and one that breaks says how it is kept."""

from datetime import date

import msgspec
import pytest

from ordino.simulation.auditor.findings import Violation
from ordino.simulation.runs.found import Found, found_runs, lines_to_keep
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.perform import perform, perform_at_once
from ordino.simulation.runs.plan import Plan
from ordino.simulation.runs.server import Server
from ordino.simulation.runs.story import Story
from tests.conftest import MONDAY_MORNING


@pytest.mark.parametrize("kept", found_runs(), ids=lambda kept: f"seed {kept.seed}")
def test_what_was_found_once_does_not_come_back(server: Server, outside: Outside, kept: Found) -> None:
    plan = kept.bounded()
    story = perform_at_once(server, plan, outside, kept.workers) if kept.workers else perform(server, plan, outside)
    assert story.violations == (), kept.found


def test_the_lines_that_keep_a_run_are_read_back() -> None:
    plan = Plan(7, 3, 120, 30, kept=(1, 2, 9), only=((2, 5),))
    story = Story(plan, 3, 9, 8, 1, 4, 20, 0, MONDAY_MORNING, "", (Violation("M5", 'the "total"', "1", "2"),))
    lines = lines_to_keep(story, 0, date(2026, 3, 2))
    (kept,) = msgspec.toml.decode(lines, type=dict[str, list[Found]])["run"]
    assert kept == Found(
        seed=7,
        days=3,
        orders=120,
        faults=30,
        turns="1-2,9",
        only="2.5",
        found='M5: the "total": expected 1, found 2',
        on=date(2026, 3, 2),
    )
    assert kept.plan == plan == kept.bounded()


def test_a_long_run_is_bounded_to_its_first_turns() -> None:
    kept = Found(seed=7, days=3, orders=600, faults=30, found="S2", on=date(2026, 3, 2))
    assert kept.plan.turns == kept.bounded().turns == 900
    assert kept.bounded().kept == tuple(range(1, 91))
