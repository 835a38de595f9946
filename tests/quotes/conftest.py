import pytest

from tests.conftest import TestEngine
from tests.quotes.world import Sales


@pytest.fixture
def sales(engine: TestEngine) -> Sales:
    """A merchant with the channel `shop`, VAT of 20 % and ten A in London."""
    sales = Sales(engine)
    sales.channel()
    sales.tax("GB", "20")
    sales.stock("A", 10)
    return sales
