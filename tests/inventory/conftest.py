import pytest

from ordino.engine import Engine
from tests.inventory.world import World


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)
