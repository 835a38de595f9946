from collections.abc import Iterator

import pytest

from ordino.adapters.carriers.easypost import EasyPost
from ordino.delivery.carrier import forget_carrier, register_carrier
from tests.adapters.carriers.easypost_server import API_KEY, WEBHOOK_SECRET, EasyPostServer
from tests.conftest import TestEngine
from tests.delivery.world import DeliveryWorld


@pytest.fixture
def easypost() -> Iterator[EasyPostServer]:
    """A carrier outside, on loopback, that answers within half a second or not at all."""
    with EasyPostServer().serving() as server:
        register_carrier("easypost", EasyPost(API_KEY, WEBHOOK_SECRET, address=server.address, answer_milliseconds=300))
        yield server
        forget_carrier("easypost")


@pytest.fixture
def world(engine: TestEngine) -> DeliveryWorld:
    """A merchant in London with two carriers of rate tables, and one outside without any."""
    world = DeliveryWorld(engine)
    world.open_shop()
    world.carrier("easypost")
    return world
