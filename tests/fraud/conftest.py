import pytest

from tests.conftest import TestEngine
from tests.fraud.world import FraudWorld


@pytest.fixture
def world(engine: TestEngine) -> FraudWorld:
    return FraudWorld(engine)
