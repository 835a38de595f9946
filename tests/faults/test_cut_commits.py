"""A connection that is lost exactly at a commit: whatever became of it, everything is done once and answered the same."""

from pathlib import Path

import pytest

from ordino.engine import embedded
from ordino.flows.wiring import load_handlers
from ordino.simulation.benchmarks.scratch import engine_on
from ordino.simulation.benchmarks.world import World, build_world
from ordino.simulation.faults.cut_commits import survive_cut_commits
from ordino.simulation.faults.proxy import PLACES
from tests.faults.clone import clone
from tests.support.database import TestDatabase

load_handlers()
WORLD = World(skus=20, customers=20)


def test_a_commit_cut_anywhere_is_done_once_and_answered_the_same(
    database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(tmp_path_factory.mktemp("cut"))
    try:
        url = clone(database.url, folder)
        with engine_on(url) as engine:
            build_world(engine, WORLD)

        survived = survive_cut_commits(url, WORLD, seed=1, cuts=6, advance=lambda done: None)
    finally:
        embedded.stop(folder)

    assert survived.cuts == dict.fromkeys(PLACES, 4)
    assert survived.answered_otherwise == ()
    assert survived.holds_repeated == 0
    assert survived.verdict.acknowledged == 18
    assert survived.verdict.clean, survived.verdict
