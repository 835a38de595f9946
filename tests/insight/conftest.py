import pytest

from tests.conftest import TestEngine
from tests.support.merchant import Merchant


@pytest.fixture
def merchant(engine: TestEngine) -> Merchant:
    """A merchant with the channel `shop` and VAT of 20 % in Great Britain."""
    merchant = Merchant(engine)
    merchant.channel()
    merchant.tax("GB", "20")
    return merchant
