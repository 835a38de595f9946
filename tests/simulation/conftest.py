"""A busy merchant, and the audit of it."""

from collections.abc import Callable, Iterator

import pytest

from ordino.flows.wiring import load_handlers
from ordino.payments import gateway
from ordino.simulation.audit import AuditReport, audit, choose_rules
from tests.conftest import MONDAY_MORNING, TestEngine
from tests.simulation.world import Merchant
from tests.support.database import TestDatabase

Audit = Callable[..., AuditReport]


@pytest.fixture(scope="module", autouse=True)
def _gateways_as_before() -> Iterator[None]:
    """A simulated merchant has gateways of its own; other tests of the process meet those that were there."""
    load_handlers()
    before = dict(gateway._gateways)
    yield
    gateway._gateways.update(before)


@pytest.fixture
def shop(engine: TestEngine) -> Merchant:
    """A merchant with a catalog and a network, and no order yet."""
    merchant = Merchant(engine)
    merchant.open_shop()
    return merchant


@pytest.fixture(scope="module")
def busy(session_engine: TestEngine, database: TestDatabase) -> Iterator[Merchant]:
    """A merchant after a busy week; the tests of a module share it and leave it as it was."""
    session_engine.clock.set(MONDAY_MORNING)
    merchant = Merchant(session_engine)
    merchant.open_shop()
    merchant.work()
    yield merchant
    database.empty()


@pytest.fixture
def run_audit(session_engine: TestEngine) -> Audit:
    """Audit the database at the engine's time, in ranges of a few orders; `run_audit("I3", "M1")` checks only these."""

    def run(*rules: str) -> AuditReport:
        with session_engine.reader() as reader:
            return audit(reader, now=session_engine.clock(), rules=choose_rules(rules), orders_in_a_range=4)

    return run
