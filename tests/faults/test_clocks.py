"""A worker whose clock jumps by hours while another one works: nothing twice, nothing lost."""

from pathlib import Path

import pytest

from ordino.flows.wiring import load_handlers
from ordino.simulation.faults.clocks import survive_moved_clocks
from tests.faults.clone import clone
from tests.support.database import TestDatabase

load_handlers()
JUMPS = 4


def test_a_clock_that_jumps_loses_nothing_and_does_nothing_twice(
    database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(tmp_path_factory.mktemp("clock"))
    clone(database.url, folder)

    survived = survive_moved_clocks(folder, lambda url: None, seed=3, jumps=JUMPS, advance=lambda done: None)

    assert survived.recorded_ahead >= JUMPS // 2
    assert survived.refused == ()
    assert survived.verdict.paid > JUMPS
    assert survived.verdict.clean, survived.verdict
