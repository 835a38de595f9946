import pytest

from tests.billing.world import BillingMerchant
from tests.conftest import TestEngine


@pytest.fixture
def merchant(engine: TestEngine) -> BillingMerchant:
    """A merchant with the channel `shop`, VAT of 20 % in Great Britain, and stock of A, B and C."""
    merchant = BillingMerchant(engine)
    merchant.channel()
    merchant.tax("GB", "20")
    for sku in ("A", "B", "C"):
        merchant.stock(sku, 100)
    return merchant
