"""What every test may use: a real PostgreSQL, an engine on it, and a clock that stands until it is set."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings

from ordino.engine import Engine, open_pool
from ordino.engine.clock import SetClock
from tests.support.database import TestDatabase, start_test_database

settings.register_profile("ordino", deadline=None)  # timings belong in benchmarks
settings.load_profile("ordino")

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class TestEngine(Engine):
    """The engine with a clock that tests set."""

    __test__ = False
    clock: SetClock


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabase]:
    """An empty, migrated database: an embedded server of this test process, or the one of ORDINO_TEST_DATABASE_URL."""
    url = os.environ.get("ORDINO_TEST_DATABASE_URL")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with start_test_database(Path(tmp_path_factory.mktemp("postgres")), url, name=f"ordino_test_{worker}") as started:
        yield started


@pytest.fixture(scope="session")
def session_engine(database: TestDatabase) -> Iterator[TestEngine]:
    pool = open_pool(database.url, maximum_connections=60)
    yield TestEngine(pool, clock=SetClock(MONDAY_MORNING))
    pool.close()


@pytest.fixture
def engine(session_engine: TestEngine, database: TestDatabase) -> Iterator[TestEngine]:
    """The engine on a database whose tables are empty, on Monday 2 March 2026, 09:00 UTC."""
    session_engine.clock.set(MONDAY_MORNING)
    yield session_engine
    database.empty()


@pytest.fixture
def tamper(database: TestDatabase) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """A connection that is not held back by the guards: for tests that falsify facts."""
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection
