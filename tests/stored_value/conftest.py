import pytest

from tests.conftest import TestEngine
from tests.stored_value.world import ValueWorld
from tests.support.merchant import Merchant


@pytest.fixture
def world(engine: TestEngine, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> ValueWorld:
    """A merchant with the channel `shop` and plenty of A, and a sandbox that has forgotten everything."""
    monkeypatch.setenv("ORDINO_DATA_DIRECTORY", str(tmp_path_factory.mktemp("data")))
    merchant = Merchant(engine)
    merchant.channel(payment_minutes=60)
    merchant.stock("A", 1000)
    return ValueWorld(merchant)
