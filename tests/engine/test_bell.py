"""Whoever waits for news of the journal hears of commits, from whichever process, and of what it may have missed."""

import asyncio
from collections.abc import Callable

from ordino.engine import SYSTEM, Engine, open_pool
from ordino.engine.bell import CHANNEL, Bell
from ordino.exceptions.commands import RaiseException
from ordino.flows.wiring import load_handlers
from tests.conftest import TestEngine
from tests.support.database import TestDatabase

load_handlers()
SECONDS = 60
NEWS = RaiseException(exception_kind="roof_leaks", subject="location/1")


def _heard(address: str, happens: Callable[[], object]) -> bool:
    """Whether a bell that listens hears what happens."""

    async def listen() -> bool:
        bell = Bell(address)
        listening = asyncio.create_task(bell.listen())
        assert await bell.heard(0, within_seconds=SECONDS)  # it listens
        rings = bell.rings
        await asyncio.to_thread(happens)
        heard = await bell.heard(rings, within_seconds=SECONDS)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        return heard

    return asyncio.run(listen())


def test_a_commit_rings(engine: TestEngine) -> None:
    assert _heard(engine.address, lambda: engine.execute([NEWS], actor=SYSTEM))


def test_a_process_that_ends_after_its_commit_has_rung(engine: TestEngine, database: TestDatabase) -> None:
    def work_and_end() -> None:
        other = Engine(open_pool(database.url, maximum_connections=2))
        other.execute([NEWS], actor=SYSTEM)
        other.close()

    assert _heard(engine.address, work_and_end)


def test_a_bell_whose_connection_is_lost_rings_when_it_listens_again(engine: TestEngine) -> None:
    def cut() -> None:
        with engine.connection() as connection:
            query = "select pg_terminate_backend(pid) from pg_stat_activity where query = %s"
            assert connection.execute(query, [f"listen {CHANNEL}"]).fetchall() == [(True,)]

    assert _heard(engine.address, cut)
