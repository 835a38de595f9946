import pytest

from tests.conftest import TestEngine
from tests.returns.world import Returns


@pytest.fixture
def shop(engine: TestEngine) -> Returns:
    """A merchant with the channel `shop`, VAT of 20 %, a location and no return policy."""
    shop = Returns(engine)
    shop.channel()
    shop.tax("GB", "20")
    shop.location("LON")
    return shop
