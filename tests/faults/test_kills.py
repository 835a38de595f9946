"""The whole installation under load over HTTP: its parts are killed and paused at random, and every answer is kept to."""

from pathlib import Path

import pytest

from ordino.flows.wiring import load_handlers
from ordino.simulation.faults.disk import MountRefused, small_disk, survive_full_disk
from ordino.simulation.faults.kills import survive_kills
from tests.faults.clone import clone, megabytes_of
from tests.support.database import TestDatabase

load_handlers()
KILLS, PAUSES = 3, 1
ROOM_MEGABYTES = 250  # beside the databases: the log of writes, and orders until nothing fits any more


def test_kills_and_pauses_lose_no_order_and_repeat_none(
    database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(tmp_path_factory.mktemp("installation"))
    clone(database.url, folder)

    survived = survive_kills(folder, lambda url: None, seed=5, kills=KILLS, advance=lambda done: None)

    assert (sum(survived.kills.values()), sum(survived.pauses.values())) == (KILLS, PAUSES)
    assert survived.refused == ()
    assert survived.verdict.acknowledged > KILLS
    assert survived.verdict.clean, survived.verdict


def test_a_full_disk_loses_nothing_and_there_is_more_to_sell_when_it_has_room_again(
    database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(tmp_path_factory.mktemp("disk"))
    try:
        with small_disk(folder / "small", megabytes_of(database.url) + ROOM_MEGABYTES) as disk:
            clone(database.url, disk)
            verdict, unanswered = survive_full_disk(disk, lambda url: None, seed=6, orders=5)
            log = (disk / "postgres" / "log").read_text("utf-8", "replace")
    except MountRefused as refused:
        pytest.skip(f"nobody may mount a disk here: {refused}")
    assert unanswered >= 10
    assert "No space left on device" in log
    assert verdict.acknowledged >= 10
    assert verdict.clean, verdict
