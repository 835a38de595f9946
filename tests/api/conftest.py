"""The API in this process, on the test's engine, with a small shop to order from."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from ordino.api.app import create_api
from ordino.api.limits import Limits
from ordino.flows.wiring import load_handlers
from tests.api.world import Shop
from tests.conftest import TestEngine

load_handlers()
SECRET = b"a secret of the tests"


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def client(engine: TestEngine, limits: Limits) -> Iterator[TestClient[Litestar]]:
    app = create_api(lambda: nullcontext(engine), secret=SECRET, limits=limits)
    with TestClient(app) as running:
        yield running


@pytest.fixture
def shop(engine: TestEngine, client: TestClient[Litestar]) -> Shop:
    return Shop(engine, client)
