"""The API in this process, on the test's engine, with a small shop to order from."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cache

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


@pytest.fixture(scope="session")
def api_with(session_engine: TestEngine) -> Callable[[Limits], Litestar]:
    """The API with these limits, made once: hundreds of routes take longer to make than most tests to run."""
    return cache(lambda limits: create_api(lambda: nullcontext(session_engine), secret=SECRET, limits=limits))


@pytest.fixture
def client(
    engine: TestEngine, limits: Limits, api_with: Callable[[Limits], Litestar]
) -> Iterator[TestClient[Litestar]]:
    with TestClient(api_with(limits)) as running:
        yield running


@pytest.fixture
def shop(engine: TestEngine, client: TestClient[Litestar]) -> Shop:
    return Shop(engine, client)
