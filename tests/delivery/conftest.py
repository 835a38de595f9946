import pytest

from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld


@pytest.fixture
def world(engine: TestEngine) -> DeliveryWorld:
    """A merchant in London with two carriers, VAT of 20 % and nothing in stock."""
    world = DeliveryWorld(engine)
    world.open_shop()
    return world
