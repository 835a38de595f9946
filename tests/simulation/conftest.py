"""A busy merchant, and the audit of it."""

from collections.abc import Callable

import pytest

from ordino.simulation.audit import AuditReport, audit, choose_rules
from tests.conftest import TestEngine
from tests.simulation.world import Merchant

Audit = Callable[..., AuditReport]


@pytest.fixture
def shop(engine: TestEngine) -> Merchant:
    """A merchant with a catalog and a network, and no order yet."""
    merchant = Merchant(engine)
    merchant.open_shop()
    return merchant


@pytest.fixture
def busy(shop: Merchant) -> Merchant:
    """The merchant after a busy week."""
    shop.work()
    return shop


@pytest.fixture
def run_audit(engine: TestEngine) -> Audit:
    """Audit the database at the engine's time, in ranges of a few orders; `run_audit("I3", "M1")` checks only these."""

    def run(*rules: str) -> AuditReport:
        with engine.reader() as reader:
            return audit(reader, now=engine.clock(), rules=choose_rules(rules), orders_in_a_range=4)

    return run
