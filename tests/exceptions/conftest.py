import pytest

from tests.conftest import TestEngine
from tests.support.merchant import Merchant


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    """A merchant with the channel `shop`."""
    merchant = Merchant(engine)
    merchant.channel()
    return merchant
