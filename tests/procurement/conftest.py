import pytest

from tests.conftest import TestEngine
from tests.procurement.world import Buyer


@pytest.fixture
def buyer(engine: TestEngine) -> Buyer:
    return Buyer(engine)
