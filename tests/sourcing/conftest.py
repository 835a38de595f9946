import pytest

from tests.conftest import TestEngine
from tests.sourcing.world import SourcingWorld


@pytest.fixture
def world(engine: TestEngine) -> SourcingWorld:
    return SourcingWorld(engine)
