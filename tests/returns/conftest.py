import pytest

from tests.conftest import TestEngine
from tests.returns.world import Returns


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    """A merchant with the channel `shop`, VAT of 20 %, a location, a carrier and no return policy."""
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    shop.carrier()
    return shop
