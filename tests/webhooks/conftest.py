from collections.abc import Iterator

import pytest

from tests.conftest import TestEngine
from tests.webhooks.world import Desk, Receiver


@pytest.fixture
def desk(engine: TestEngine, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A merchant with webhooks, also on loopback; the clock stands at the present, because receivers check it."""
    monkeypatch.setenv("ORDINO_WEBHOOK_ALLOW", "127.0.0.1")
    return Desk(engine)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback that takes everything, unless it is told otherwise."""
    with Receiver() as running:
        yield running
