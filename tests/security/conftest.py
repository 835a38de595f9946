"""A merchant to whom everything has happened once, shared by the tests of a module, which leave it as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ordino.flows.wiring import load_handlers
from tests.conftest import MONDAY_MORNING, TestEngine
from tests.security.life import Life
from tests.support.database import TestDatabase

load_handlers()


@pytest.fixture(scope="module")
def life(
    session_engine: TestEngine, database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDINO_DATA_DIRECTORY", str(Path(tmp_path_factory.mktemp("data"))))
        session_engine.clock.set(MONDAY_MORNING)
        lived = Life(session_engine)
        lived.live()
        yield lived
    database.empty()
