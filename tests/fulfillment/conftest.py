from collections.abc import Iterator

import pytest

from tests.conftest import TestEngine
from tests.fulfillment.house import House


@pytest.fixture
def house(engine: TestEngine) -> Iterator[House]:
    """A house with the channel `shop`; after each test the audit must find no difference."""
    house = House(engine)
    house.channel()
    house.tax("GB", "20")
    yield house
    house.assert_books_agree()
